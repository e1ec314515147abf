create table inventory.view_watches (
    view_id uuid not null,
    person text not null,
    severity text not null default 'warning',
    opened_at timestamptz,
    found integer not null default 0,
    checked_at timestamptz,
    is_readable boolean not null default true,
    constraint view_watches_pkey primary key (view_id, person),
    constraint view_watches_view_id_fkey foreign key (view_id) references inventory.saved_views (view_id) on delete cascade,
    constraint view_watches_person_fkey foreign key (person) references auth.people (person) on delete cascade,
    constraint view_watches_severity_is_known check (severity in ('info', 'warning', 'critical')),
    constraint view_watches_found_not_negative check (found >= 0)
);
create index view_watches_person_idx on inventory.view_watches (person);
create index view_watches_checked_at_idx on inventory.view_watches (checked_at nulls first);
comment on table inventory.view_watches is 'Who wants to be told when a saved view is not empty, judged by what they may see themselves.';
comment on column inventory.view_watches.view_id is 'The saved view.';
comment on column inventory.view_watches.person is 'Who is told.';
comment on column inventory.view_watches.severity is 'info, warning or critical: what the mail says.';
comment on column inventory.view_watches.opened_at is 'Since when it is not empty for this person; null while it is.';
comment on column inventory.view_watches.found is 'How many it found when last checked, to 1,001.';
comment on column inventory.view_watches.checked_at is 'When it was last checked; null before the first time.';
comment on column inventory.view_watches.is_readable is 'Whether the search could be read when last checked: an attribute it names may have gone, or the view is no longer shared with them.';
