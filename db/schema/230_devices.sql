create table auth.devices (
    device_id uuid not null default gen_random_uuid(),
    person text not null,
    name text not null,
    secret_hash bytea not null,
    pin_hash bytea not null,
    failures integer not null default 0,
    created_at timestamptz not null default now(),
    last_used_at timestamptz,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    password_mark bytea,
    constraint devices_pkey primary key (device_id),
    constraint devices_secret_hash_key unique (secret_hash),
    constraint devices_person_fkey foreign key (person) references auth.people (person) on delete cascade,
    constraint devices_name_has_length check (char_length(name) between 1 and 120),
    constraint devices_hashes_are_sha256 check (octet_length(secret_hash) = 32 and octet_length(pin_hash) = 32)
);
create index devices_person_idx on auth.devices (person);
comment on table auth.devices is 'Devices (scanner phones) on which a person signs in with a PIN for a while.';
comment on column auth.devices.device_id is 'Key.';
comment on column auth.devices.person is 'Whose device.';
comment on column auth.devices.name is 'What they call it.';
comment on column auth.devices.secret_hash is 'SHA-256 of the secret in the device''s cookie.';
comment on column auth.devices.pin_hash is 'SHA-256 of that secret and the PIN: of no use to who has only one of them.';
comment on column auth.devices.failures is 'Wrong PINs in a row; too many end the device.';
comment on column auth.devices.created_at is 'When it was registered.';
comment on column auth.devices.last_used_at is 'When its PIN was last right.';
comment on column auth.devices.expires_at is 'When it must be registered anew.';
comment on column auth.devices.revoked_at is 'When it was ended early.';
comment on column auth.devices.password_mark is 'As in sessions: a new password ends the device.';
