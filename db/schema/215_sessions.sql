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
    session_id uuid not null default gen_random_uuid(),
    kind text not null default 'web',
    actor text,
    parent_id uuid,
    device_id uuid,
    label text not null default '',
    prefix text not null default '',
    password_mark bytea,
    failures integer not null default 0,
    constraint sessions_pkey primary key (token_hash),
    constraint sessions_person_fkey foreign key (person) references auth.people (person) on delete cascade,
    constraint sessions_token_hash_is_sha256 check (octet_length(token_hash) = 32),
    constraint sessions_user_agent_has_length check (char_length(user_agent) <= 400),
    constraint sessions_session_id_key unique (session_id),
    constraint sessions_kind_is_known check (kind in ('web', 'device', 'token', 'see_as', 'second_factor')),
    constraint sessions_actor_goes_with_see_as check ((kind = 'see_as') = (actor is not null and parent_id is not null)),
    constraint sessions_label_has_length check (char_length(label) <= 120)
);
create index sessions_person_idx on auth.sessions (person);
create index sessions_device_id_idx on auth.sessions (device_id) where device_id is not null;
create index sessions_expires_at_idx on auth.sessions (expires_at);
comment on table auth.sessions is 'Sessions of the web and tokens of the API. Only the SHA-256 of a token is kept.';
comment on column auth.sessions.token_hash is 'SHA-256 of the token in the cookie or the Authorization header.';
comment on column auth.sessions.person is 'Whose session.';
comment on column auth.sessions.created_at is 'When they signed in.';
comment on column auth.sessions.expires_at is 'When it ends, used or not.';
comment on column auth.sessions.last_seen_at is 'When it was last used, to the minute.';
comment on column auth.sessions.idle_limit is 'How long it may rest unused.';
comment on column auth.sessions.address is 'Address it was opened from.';
comment on column auth.sessions.user_agent is 'Browser it was opened with.';
comment on column auth.sessions.revoked_at is 'When it was ended early.';
comment on column auth.sessions.session_id is 'What people and functions call it by; opens nothing.';
comment on column auth.sessions.kind is 'web: name and password. device: a registered device and its PIN. token: an API client''s. see_as: another''s dashboard, read-only. second_factor: the password was right, the code is awaited; shows nothing.';
comment on column auth.sessions.actor is 'Who looks, where the session shows another''s dashboard; else null.';
comment on column auth.sessions.parent_id is 'The session it ends with: the actor''s own.';
comment on column auth.sessions.device_id is 'The registered device it was opened on.';
comment on column auth.sessions.label is 'What an API token is for.';
comment on column auth.sessions.prefix is 'First characters of an API token, to know it by.';
comment on column auth.sessions.password_mark is 'A hash of the password''s verifier when it was opened; where it differs, the password was changed and the session is over.';
comment on column auth.sessions.failures is 'Wrong codes so far, while its second factor is awaited.';
