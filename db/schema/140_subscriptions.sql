create table inventory.subscriptions (
    subscription_id integer generated always as identity,
    person text,
    group_name text,
    category_id integer,
    location_id integer,
    minimum_severity text not null default 'info',
    channel text not null default 'email',
    constraint subscriptions_pkey primary key (subscription_id),
    constraint subscriptions_category_id_fkey foreign key (category_id) references inventory.categories (category_id) on delete cascade,
    constraint subscriptions_location_id_fkey foreign key (location_id) references inventory.locations (location_id) on delete cascade,
    constraint subscriptions_person_or_group check (num_nonnulls(person, group_name) = 1),
    constraint subscriptions_group_name_is_known check (group_name in ('viewer', 'staff', 'manager', 'auditor')),
    constraint subscriptions_minimum_severity_is_known check (minimum_severity in ('info', 'warning', 'critical')),
    constraint subscriptions_channel_is_known check (channel in ('email'))
);
create index subscriptions_category_id_idx on inventory.subscriptions (category_id);
create index subscriptions_location_id_idx on inventory.subscriptions (location_id);
comment on table inventory.subscriptions is 'Who is told of which alerts. Being told also needs the right to see the place.';
comment on column inventory.subscriptions.subscription_id is 'Internal key.';
comment on column inventory.subscriptions.person is 'The person who is told, or null where a group is.';
comment on column inventory.subscriptions.group_name is 'The group whose members are told, or null where a person is.';
comment on column inventory.subscriptions.category_id is 'Only items of this category and those below; null for all.';
comment on column inventory.subscriptions.location_id is 'Only thresholds at this location and those below; null for all.';
comment on column inventory.subscriptions.minimum_severity is 'info, warning or critical: this and above.';
comment on column inventory.subscriptions.channel is 'How they are told: email.';
