create table auth.location_grants (
    person text not null,
    location_id integer not null,
    granted_by text not null default '',
    granted_at timestamptz not null default now(),
    valid_until timestamptz,
    reason text not null default '',
    break_glass_id uuid,
    constraint location_grants_pkey primary key (person, location_id),
    constraint location_grants_person_fkey foreign key (person) references auth.people (person) on delete cascade,
    constraint location_grants_location_id_fkey foreign key (location_id) references inventory.locations (location_id),
    constraint location_grants_reason_has_length check (char_length(reason) <= 500)
);
create index location_grants_location_id_idx on auth.location_grants (location_id);
comment on table auth.location_grants is 'The places a person''s rights reach: each with everything below it.';
comment on column auth.location_grants.person is 'Who.';
comment on column auth.location_grants.location_id is 'Which place.';
comment on column auth.location_grants.granted_by is 'Who granted it.';
comment on column auth.location_grants.granted_at is 'When.';
comment on column auth.location_grants.valid_until is 'Until when; null for no end.';
comment on column auth.location_grants.reason is 'Why, where somebody said so.';
comment on column auth.location_grants.break_glass_id is 'The break-glass grant it belongs to; null for an ordinary one.';
