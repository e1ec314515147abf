create table inventory.settings (
    only_row boolean not null default true,
    company text not null default 'My company',
    currency text not null default 'USD',
    time_zone text not null default 'UTC',
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    updated_by text not null default '',
    second_factor_groups text[] not null default '{}',
    break_glass_hours integer not null default 4,
    constraint settings_pkey primary key (only_row),
    constraint settings_is_one_row check (only_row),
    constraint settings_company_has_length check (char_length(company) between 1 and 120),
    constraint settings_currency_is_iso_4217 check (currency ~ '^[A-Z]{3}$'),
    constraint settings_second_factor_groups_are_known check (
        second_factor_groups <@ array['viewer', 'staff', 'counter', 'manager', 'auditor', 'admin']
    ),
    constraint settings_break_glass_hours_in_range check (break_glass_hours between 1 and 24)
);
comment on table inventory.settings is 'The company''s own settings: exactly one row.';
comment on column inventory.settings.only_row is 'Always true: there is one row.';
comment on column inventory.settings.company is 'Name shown on pages and in mail.';
comment on column inventory.settings.currency is 'ISO 4217 code of every cost in this database.';
comment on column inventory.settings.time_zone is 'Time zone of a person who has set none.';
comment on column inventory.settings.version is 'Counts edits; a stale edit is refused (IN011).';
comment on column inventory.settings.updated_at is 'When the row last changed.';
comment on column inventory.settings.updated_by is 'Who changed it last.';
comment on column inventory.settings.second_factor_groups is 'Groups whose members sign in with a second factor.';
comment on column inventory.settings.break_glass_hours is 'How long a break-glass grant lasts at most; hours.';
insert into inventory.settings default values;
