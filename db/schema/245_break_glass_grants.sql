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
