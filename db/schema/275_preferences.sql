create table inventory.preferences (
    person text not null,
    theme text not null default 'system',
    density text not null default 'comfortable',
    numbers text not null default 'point',
    dates text not null default 'day',
    shortcuts boolean not null default true,
    language text not null default 'auto',
    constraint preferences_pkey primary key (person),
    constraint preferences_person_fkey foreign key (person) references auth.people (person) on delete cascade,
    constraint preferences_theme_is_known check (theme in ('system', 'light', 'dark')),
    constraint preferences_density_is_known check (density in ('comfortable', 'compact')),
    constraint preferences_numbers_is_known check (numbers in ('point', 'comma', 'space')),
    constraint preferences_dates_is_known check (dates in ('day', 'month', 'iso')),
    constraint preferences_language_is_a_code check (language ~ '^(auto|[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3})$')
);
comment on table inventory.preferences is 'How a person wants the dashboard to look; none where it looks as it does by itself.';
comment on column inventory.preferences.person is 'Who chose.';
comment on column inventory.preferences.theme is 'system, light or dark.';
comment on column inventory.preferences.density is 'How close rows stand: comfortable or compact.';
comment on column inventory.preferences.numbers is 'How numbers read: point (1,234.5), comma (1.234,5) or space (1 234,5).';
comment on column inventory.preferences.dates is 'How dates read: day (31 Mar 2027), month (Mar 31, 2027) or iso (2027-03-31).';
comment on column inventory.preferences.shortcuts is 'Whether a letter alone is a command.';
comment on column inventory.preferences.language is 'The language of pages: a code as de or pt-BR, or auto, what the browser asks for.';
