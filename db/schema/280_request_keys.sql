create table auth.request_keys (
    person text not null,
    key text not null,
    command text not null,
    request_hash bytea not null,
    answer text,
    made_at timestamptz not null default now(),
    constraint request_keys_pkey primary key (person, key),
    constraint request_keys_key_has_length check (char_length(key) between 1 and 255),
    constraint request_keys_command_has_length check (char_length(command) <= 63),
    constraint request_keys_request_hash_has_length check (octet_length(request_hash) = 32),
    constraint request_keys_answer_has_length check (char_length(answer) <= 100000)
);
create index request_keys_made_at_idx on auth.request_keys (made_at);
comment on table auth.request_keys is 'Commands that programs sent with a key of their own, and what they answered: sent again they are not done twice. Kept for a day; documents have keys of their own, for good.';
comment on column auth.request_keys.person is 'Who sent it.';
comment on column auth.request_keys.key is 'Chosen by the client: the header Idempotency-Key.';
comment on column auth.request_keys.command is 'The function of schema api that was called.';
comment on column auth.request_keys.request_hash is 'SHA-256 of what was asked, to tell a retry from a reused key.';
comment on column auth.request_keys.answer is 'What it answered; null for what is told once (a token) or is too long to keep.';
comment on column auth.request_keys.made_at is 'When it was done.';
