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
    constraint people_pkey primary key (person),
    constraint people_companion_key unique (companion),
    constraint people_person_is_a_role_name check (person ~ '^[a-z][a-z0-9_]{1,49}$' and person !~ '^(pg_|web_|stockroom_|postgres$)'),
    constraint people_name_has_length check (char_length(name) between 1 and 120),
    constraint people_email_looks_right check (email ~ '^[^@[:space:]<>,;]{1,64}@[^@[:space:]<>,;]{1,190}$'),
    constraint people_kind_is_known check (kind in ('person', 'tool'))
);
comment on table auth.people is 'People and tools. Each is a Postgres login role of this name, with a companion for the web.';
comment on column auth.people.person is 'The login role''s name.';
comment on column auth.people.companion is 'The NOLOGIN role the web switches to.';
comment on column auth.people.name is 'Name shown to others.';
comment on column auth.people.email is 'Where alerts are mailed; null for none.';
comment on column auth.people.kind is 'person, or tool for what signs in by itself.';
comment on column auth.people.time_zone is 'IANA time zone; null for the company''s.';
comment on column auth.people.created_at is 'When the person was created.';
comment on column auth.people.created_by is 'Who created them.';
comment on column auth.people.disabled_at is 'Since when they may not sign in; null while they may.';
