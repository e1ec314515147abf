create table inventory.units (
    unit_id integer generated always as identity,
    code text not null,
    name text not null,
    decimals integer not null default 0,
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    updated_by text not null default '',
    constraint units_pkey primary key (unit_id),
    constraint units_code_key unique (code),
    constraint units_code_is_short check (code ~ '^[A-Za-z][A-Za-z0-9%./-]{0,11}$'),
    constraint units_name_has_length check (char_length(name) between 1 and 60),
    constraint units_decimals_in_range check (decimals between 0 and 6)
);
comment on table inventory.units is 'Units of quantity: ea, kg, case. An item has one base unit and may have packs.';
comment on column inventory.units.unit_id is 'Internal key.';
comment on column inventory.units.code is 'Short code written after a quantity.';
comment on column inventory.units.name is 'Full name, singular.';
comment on column inventory.units.decimals is 'Decimal places a quantity in this unit may have, 0 to 6.';
comment on column inventory.units.version is 'Counts edits; a stale edit is refused (IN011).';
comment on column inventory.units.updated_at is 'When the row last changed.';
comment on column inventory.units.updated_by is 'Who changed it last.';
