create table auth.sessions (
    token_hash bytea not null,
    person text not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    last_seen_at timestamptz not null default now(),
    idle_limit interval not null default '30 minutes',
    address inet,
    user_agent text not null default '',
    revoked_at timestamptz,
    constraint sessions_pkey primary key (token_hash),
    constraint sessions_person_fkey foreign key (person) references auth.people (person) on delete cascade,
    constraint sessions_token_hash_is_sha256 check (octet_length(token_hash) = 32),
    constraint sessions_user_agent_has_length check (char_length(user_agent) <= 400)
);
create index sessions_person_idx on auth.sessions (person);
create index sessions_expires_at_idx on auth.sessions (expires_at);
comment on table auth.sessions is 'Web sessions. Only the SHA-256 of a token is kept.';
comment on column auth.sessions.token_hash is 'SHA-256 of the token in the person''s cookie.';
comment on column auth.sessions.person is 'Whose session.';
comment on column auth.sessions.created_at is 'When they signed in.';
comment on column auth.sessions.expires_at is 'When it ends, used or not.';
comment on column auth.sessions.last_seen_at is 'When it was last used, to the minute.';
comment on column auth.sessions.idle_limit is 'How long it may rest unused.';
comment on column auth.sessions.address is 'Address it was opened from.';
comment on column auth.sessions.user_agent is 'Browser it was opened with.';
comment on column auth.sessions.revoked_at is 'When it was ended early.';
