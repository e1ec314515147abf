create table inventory.locations (
    location_id integer generated always as identity,
    code text not null,
    name text not null,
    kind text not null,
    parent_id integer,
    allow_negative boolean not null default false,
    retired_at timestamptz,
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    updated_by text not null default '',
    constraint locations_pkey primary key (location_id),
    constraint locations_code_key unique (code),
    constraint locations_location_id_allow_negative_key unique (location_id, allow_negative),
    constraint locations_parent_id_fkey foreign key (parent_id) references inventory.locations (location_id),
    constraint locations_code_is_upper_case check (code ~ '^[A-Z0-9][A-Z0-9_.-]{0,39}$'),
    constraint locations_name_has_length check (char_length(name) between 1 and 120),
    constraint locations_kind_is_known check (kind in ('company', 'region', 'site', 'zone', 'bin')),
    constraint locations_not_own_parent check (parent_id <> location_id)
);
create index locations_parent_id_idx on inventory.locations (parent_id);
comment on table inventory.locations is 'The tree of places: company > region > site > zone > bin. Sites, zones and bins hold stock.';
comment on column inventory.locations.location_id is 'Internal key; the bit of auth.readable_bits().';
comment on column inventory.locations.code is 'Upper-case code, unique.';
comment on column inventory.locations.name is 'Name shown to people.';
comment on column inventory.locations.kind is 'company, region, site, zone or bin.';
comment on column inventory.locations.parent_id is 'Place above, null at the top.';
comment on column inventory.locations.allow_negative is 'Whether on hand may go below zero here; copied to stock_levels by its foreign key.';
comment on column inventory.locations.retired_at is 'When the place was closed; it takes no more movements.';
comment on column inventory.locations.version is 'Counts edits; a stale edit is refused (IN011).';
comment on column inventory.locations.updated_at is 'When the row last changed.';
comment on column inventory.locations.updated_by is 'Who changed it last.';
