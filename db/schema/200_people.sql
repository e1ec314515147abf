create table auth.people (
    person text not null,
    companion text not null generated always as ('web_' || person) stored,
    name text not null,
    email text,
    kind text not null default 'person',
    time_zone text,
    created_at timestamptz not null default now(),
    created_by text not null default '',
    disabled_at timestamptz,
    valid_until timestamptz,
    web_only boolean not null default false,
    groups_end_at timestamptz,
    recorded_groups text[],
    found_at timestamptz,
    constraint people_pkey primary key (person),
    constraint people_companion_key unique (companion),
    constraint people_person_is_a_role_name check (person ~ '^[a-z][a-z0-9_]{1,49}$' and person !~ '^(pg_|web_|stockroom_|postgres$)'),
    constraint people_name_has_length check (char_length(name) between 1 and 120),
    constraint people_email_looks_right check (email ~ '^[^@[:space:]<>,;]{1,64}@[^@[:space:]<>,;]{1,190}$'),
    constraint people_kind_is_known check (kind in ('person', 'tool', 'client'))
);
comment on table auth.people is 'People, tools and API clients. Each is a Postgres login role of this name, with a companion for the web.';
comment on column auth.people.person is 'The login role''s name.';
comment on column auth.people.companion is 'The NOLOGIN role the web switches to.';
comment on column auth.people.name is 'Name shown to others.';
comment on column auth.people.email is 'Where alerts are mailed; null for none.';
comment on column auth.people.kind is 'person; tool: signs in to Postgres by itself (BI, a script); client: reaches the web by tokens only.';
comment on column auth.people.time_zone is 'IANA time zone; null for the company''s.';
comment on column auth.people.created_at is 'When the person was created.';
comment on column auth.people.created_by is 'Who created them.';
comment on column auth.people.disabled_at is 'Since when they may not sign in; null while they may.';
comment on column auth.people.valid_until is 'When their access ends by itself; null for never.';
comment on column auth.people.web_only is 'A password alone shows nothing: a second factor is set or required, and only the web asks for it.';
comment on column auth.people.groups_end_at is 'When the first of their temporary groups ends; until it is taken back after that, they may do nothing.';
comment on column auth.people.recorded_groups is 'Groups as last recorded in the audit, with what else a DBA gave the role; null before the first time. A difference was made outside of Stockroom.';
comment on column auth.people.found_at is 'When a change of the role made outside of Stockroom was last found and recorded.';
