create table auth.second_factors (
    person text not null,
    secret bytea not null,
    created_at timestamptz not null default now(),
    confirmed_at timestamptz,
    last_step bigint not null default 0,
    constraint second_factors_pkey primary key (person),
    constraint second_factors_person_fkey foreign key (person) references auth.people (person) on delete cascade,
    constraint second_factors_secret_has_length check (octet_length(secret) = 20)
);
comment on table auth.second_factors is 'Time-based one-time passwords (RFC 6238): one secret a person, read by the function that checks a code and by nobody else.';
comment on column auth.second_factors.person is 'Whose.';
comment on column auth.second_factors.secret is 'The key shared with the person''s app: 160 random bits.';
comment on column auth.second_factors.created_at is 'When it was made.';
comment on column auth.second_factors.confirmed_at is 'When the first code was right; until then it asks for nothing.';
comment on column auth.second_factors.last_step is 'The time step of the last code that was taken; it and those before it are refused.';
