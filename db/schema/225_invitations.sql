create table auth.invitations (
    token_hash bytea not null,
    person text not null,
    purpose text not null default 'invitation',
    created_at timestamptz not null default now(),
    created_by text not null default '',
    expires_at timestamptz not null,
    used_at timestamptz,
    password_mark bytea,
    constraint invitations_pkey primary key (token_hash),
    constraint invitations_person_fkey foreign key (person) references auth.people (person) on delete cascade,
    constraint invitations_token_hash_is_sha256 check (octet_length(token_hash) = 32),
    constraint invitations_purpose_is_known check (purpose in ('invitation', 'password'))
);
create index invitations_person_idx on auth.invitations (person);
comment on table auth.invitations is 'Links by which a person sets their own password, once. Only the SHA-256 of a link''s token is kept.';
comment on column auth.invitations.token_hash is 'SHA-256 of the token in the link.';
comment on column auth.invitations.person is 'Whose password it sets.';
comment on column auth.invitations.purpose is 'invitation: the first password; password: a new one.';
comment on column auth.invitations.created_at is 'When it was made.';
comment on column auth.invitations.created_by is 'Who asked for it.';
comment on column auth.invitations.expires_at is 'Until when it can be used.';
comment on column auth.invitations.used_at is 'When it was used or replaced; null while it can be.';
comment on column auth.invitations.password_mark is 'A hash of the password''s verifier when it was made; where it differs, the password was changed and the link is over.';
