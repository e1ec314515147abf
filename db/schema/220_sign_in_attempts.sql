create table auth.sign_in_attempts (
    attempt_id bigint generated always as identity,
    person text not null,
    address inet,
    attempted_at timestamptz not null default now(),
    success boolean not null,
    method text not null default 'password',
    constraint sign_in_attempts_pkey primary key (attempt_id),
    constraint sign_in_attempts_person_has_length check (char_length(person) <= 63),
    constraint sign_in_attempts_method_is_known check (method in ('password', 'code', 'pin', 'link'))
);
create index sign_in_attempts_person_idx on auth.sign_in_attempts (person, attempted_at desc);
create index sign_in_attempts_failed_idx on auth.sign_in_attempts (person, method, attempted_at desc) where not success;
create index sign_in_attempts_address_idx on auth.sign_in_attempts (address, attempted_at desc);
comment on table auth.sign_in_attempts is 'Attempts to sign in through the web, for throttling and audit.';
comment on column auth.sign_in_attempts.attempt_id is 'Internal key.';
comment on column auth.sign_in_attempts.person is 'The name that was given; it need not exist.';
comment on column auth.sign_in_attempts.address is 'Where from.';
comment on column auth.sign_in_attempts.attempted_at is 'When.';
comment on column auth.sign_in_attempts.success is 'Whether it succeeded.';
comment on column auth.sign_in_attempts.method is 'What was tried: password, code (second factor), pin (registered device), link (invitation).';
