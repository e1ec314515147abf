-- Permissions that hold everywhere: kinds of sessions, devices, second factors, invitations, temporary
-- rights, and a fuller audit.
--
-- The deploy sets lock_timeout. deliveries.alert_id and people.kind allow more than before; sessions
-- are short-lived and few.
-- squawk-ignore-file require-lock-timeout, require-statement-timeout, ban-drop-not-null, ban-drop-constraint
-- squawk-ignore-file constraint-missing-not-valid, disallowed-unique-constraint, adding-not-nullable-field

alter table inventory.settings
add column second_factor_groups text[] not null default '{}',
add column break_glass_hours integer not null default 4,
add constraint settings_second_factor_groups_are_known check (
    second_factor_groups <@ array['viewer', 'staff', 'counter', 'manager', 'auditor', 'admin']
) not valid,
add constraint settings_break_glass_hours_in_range check (break_glass_hours between 1 and 24) not valid;

-- Checks of tables that hold rows are validated by the next step, while people work.
alter table inventory.deliveries
alter column alert_id drop not null,
add column notice text not null default 'alert',
add column about text,
add constraint deliveries_notice_is_known check (notice in ('alert', 'invitation', 'break_glass', 'admin_changed')) not valid,
add constraint deliveries_alert_id_goes_with_alert check ((notice = 'alert') = (alert_id is not null)) not valid,
add constraint deliveries_about_goes_with_others check ((notice = 'alert') = (about is null)) not valid;

alter table auth.people
add column valid_until timestamptz,
add column web_only boolean not null default false,
add column groups_end_at timestamptz,
add column recorded_groups text[],
add column found_at timestamptz,
drop constraint people_kind_is_known,
add constraint people_kind_is_known check (kind in ('person', 'tool', 'client')) not valid;

alter table auth.location_grants
add column reason text not null default '',
add column break_glass_id uuid,
add constraint location_grants_reason_has_length check (char_length(reason) <= 500) not valid;

alter table auth.sessions
add column session_id uuid,
add column kind text not null default 'web',
add column actor text,
add column parent_id uuid,
add column device_id uuid,
add column label text not null default '',
add column prefix text not null default '',
add column password_mark bytea,
add column failures integer not null default 0,
add constraint sessions_session_id_key unique (session_id),
add constraint sessions_kind_is_known check (kind in ('web', 'device', 'token', 'see_as', 'second_factor')) not valid,
add constraint sessions_actor_goes_with_see_as check ((kind = 'see_as') = (actor is not null and parent_id is not null)) not valid,
add constraint sessions_label_has_length check (char_length(label) <= 120) not valid;
-- Each row gets its number by an update: a default that is worked out row by row would write the
-- table anew, and whoever had a snapshot of before would find no session and be signed out.
create policy number_them on auth.sessions for all to stockroom_owner using (true) with check (true);
set local row_security = on;
update auth.sessions set session_id = gen_random_uuid();
set local row_security = off;
drop policy number_them on auth.sessions;
alter table auth.sessions alter column session_id set default gen_random_uuid(), alter column session_id set not null;

alter table auth.sign_in_attempts
add column method text not null default 'password',
add constraint sign_in_attempts_method_is_known check (method in ('password', 'code', 'pin', 'link')) not valid;

alter table audit.changes
add column actor text,
add column session_id uuid;

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

create table auth.break_glass_grants (
    break_glass_id uuid not null default gen_random_uuid(),
    person text not null,
    group_name text,
    location_id integer,
    reason text not null,
    granted_at timestamptz not null default clock_timestamp(),
    valid_until timestamptz not null,
    ended_at timestamptz,
    ended_by text not null default '',
    constraint break_glass_grants_pkey primary key (break_glass_id),
    constraint break_glass_grants_person_fkey foreign key (person) references auth.people (person) on delete cascade,
    constraint break_glass_grants_location_id_fkey foreign key (location_id) references inventory.locations (location_id),
    constraint break_glass_grants_group_name_is_known check (group_name in ('viewer', 'staff', 'manager', 'auditor')),
    constraint break_glass_grants_grant_something check (group_name is not null or location_id is not null),
    constraint break_glass_grants_reason_has_length check (char_length(reason) between 10 and 500),
    constraint break_glass_grants_end_after_they_begin check (valid_until > granted_at)
);
create index break_glass_grants_person_idx on auth.break_glass_grants (person);
create index break_glass_grants_location_id_idx on auth.break_glass_grants (location_id);
create index break_glass_grants_granted_at_idx on auth.break_glass_grants (granted_at desc);
create index break_glass_grants_open_idx on auth.break_glass_grants (valid_until) where ended_at is null;
comment on table auth.break_glass_grants is 'Rights that somebody took in an emergency, for hours, with a reason that others are told at once.';
comment on column auth.break_glass_grants.break_glass_id is 'Key.';
comment on column auth.break_glass_grants.person is 'Who took them.';
comment on column auth.break_glass_grants.group_name is 'Group they are in meanwhile; null where a place alone was taken.';
comment on column auth.break_glass_grants.location_id is 'Place they hold meanwhile, with everything below it; null where a group alone was taken.';
comment on column auth.break_glass_grants.reason is 'Why.';
comment on column auth.break_glass_grants.granted_at is 'When.';
comment on column auth.break_glass_grants.valid_until is 'When it ends by itself.';
comment on column auth.break_glass_grants.ended_at is 'When it was over and taken back; null while it is not.';
comment on column auth.break_glass_grants.ended_by is 'Who ended it early; empty where it ran out.';

create table audit.refusals (
    refusal_id bigint generated always as identity,
    refused_at timestamptz not null default clock_timestamp(),
    person text,
    actor text,
    session_id uuid,
    address inet,
    method text not null,
    path text not null,
    status integer not null,
    code text not null,
    message text not null,
    times integer not null default 1,
    constraint refusals_pkey primary key (refusal_id),
    constraint refusals_texts_have_length check (
        char_length(method) <= 20 and char_length(path) <= 500 and char_length(code) <= 40 and char_length(message) <= 500
    )
);
create index refusals_refused_at_idx on audit.refusals (refused_at desc, refusal_id desc);
create index refusals_person_idx on audit.refusals (person, refusal_id desc);
comment on table audit.refusals is 'What the web and the API refused for want of a right. Only its counts grow, and what is a year old goes. Refusals of direct logins are in the server''s log.';
comment on column audit.refusals.refusal_id is 'Order of recording.';
comment on column audit.refusals.refused_at is 'When.';
comment on column audit.refusals.person is 'Whose session asked; null without one.';
comment on column audit.refusals.actor is 'Who looked on as that person (see as); else null.';
comment on column audit.refusals.session_id is 'The session; null without one.';
comment on column audit.refusals.address is 'Where from.';
comment on column audit.refusals.method is 'HTTP method.';
comment on column audit.refusals.path is 'Path asked for, without its query.';
comment on column audit.refusals.status is 'HTTP status answered.';
comment on column audit.refusals.code is 'Our code or the SQLSTATE.';
comment on column audit.refusals.message is 'What was answered.';
comment on column audit.refusals.times is 'How many alike it stands for: a flood is counted, not listed.';

comment on column inventory.settings.second_factor_groups is 'Groups whose members sign in with a second factor.';
comment on column inventory.settings.break_glass_hours is 'How long a break-glass grant lasts at most; hours.';
comment on table inventory.deliveries is 'One message per alert or notice, person and channel; written before anything is sent.';
comment on column inventory.deliveries.alert_id is 'What it tells of; null for a notice.';
comment on column inventory.deliveries.notice is 'What kind of message: alert, invitation, break_glass, admin_changed.';
comment on column inventory.deliveries.about is 'What a notice tells of: the key of a break-glass grant; of an invitation its purpose; of an admin who was changed the facts, as JSON. Null for an alert.';
comment on table auth.people is 'People, tools and API clients. Each is a Postgres login role of this name, with a companion for the web.';
comment on column auth.people.kind is 'person; tool: signs in to Postgres by itself (BI, a script); client: reaches the web by tokens only.';
comment on column auth.people.valid_until is 'When their access ends by itself; null for never.';
comment on column auth.people.web_only is 'A password alone shows nothing: a second factor is set or required, and only the web asks for it.';
comment on column auth.people.groups_end_at is 'When the first of their temporary groups ends; until it is taken back after that, they may do nothing.';
comment on column auth.people.recorded_groups is 'Groups as last recorded in the audit, with what else a DBA gave the role; null before the first time. A difference was made outside of Stockroom.';
comment on column auth.people.found_at is 'When a change of the role made outside of Stockroom was last found and recorded.';
comment on column auth.location_grants.reason is 'Why, where somebody said so.';
comment on column auth.location_grants.break_glass_id is 'The break-glass grant it belongs to; null for an ordinary one.';
comment on table auth.sessions is 'Sessions of the web and tokens of the API. Only the SHA-256 of a token is kept.';
comment on column auth.sessions.token_hash is 'SHA-256 of the token in the cookie or the Authorization header.';
comment on column auth.sessions.session_id is 'What people and functions call it by; opens nothing.';
comment on column auth.sessions.kind is 'web: name and password. device: a registered device and its PIN. token: an API client''s. see_as: another''s dashboard, read-only. second_factor: the password was right, the code is awaited; shows nothing.';
comment on column auth.sessions.actor is 'Who looks, where the session shows another''s dashboard; else null.';
comment on column auth.sessions.parent_id is 'The session it ends with: the actor''s own.';
comment on column auth.sessions.device_id is 'The registered device it was opened on.';
comment on column auth.sessions.label is 'What an API token is for.';
comment on column auth.sessions.prefix is 'First characters of an API token, to know it by.';
comment on column auth.sessions.password_mark is 'A hash of the password''s verifier when it was opened; where it differs, the password was changed and the session is over.';
comment on column auth.sessions.failures is 'Wrong codes so far, while its second factor is awaited.';
comment on column auth.sign_in_attempts.method is 'What was tried: password, code (second factor), pin (registered device), link (invitation).';
comment on column audit.changes.address is 'Where from: of a web session, the address it was opened from; else the connection''s. Null on a socket.';
comment on column audit.changes.actor is 'Who looked on as that person (see as); else null.';
comment on column audit.changes.session_id is 'The web session; null for a direct login.';
comment on column auth.grant_sets.bits is 'Bit n is 1 where location n is within the grants; at least as far as their places reach.';
