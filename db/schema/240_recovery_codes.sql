create table auth.recovery_codes (
    person text not null,
    code_hash bytea not null,
    used_at timestamptz,
    constraint recovery_codes_pkey primary key (person, code_hash),
    constraint recovery_codes_person_fkey foreign key (person) references auth.people (person) on delete cascade,
    constraint recovery_codes_code_hash_is_sha256 check (octet_length(code_hash) = 32)
);
comment on table auth.recovery_codes is 'Codes that stand in for a lost second factor, each once.';
comment on column auth.recovery_codes.person is 'Whose.';
comment on column auth.recovery_codes.code_hash is 'SHA-256 of the code.';
comment on column auth.recovery_codes.used_at is 'When it was used; null while it can be.';
