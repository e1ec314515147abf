-- Saved views, who watches them, the columns people chose, and as whom the worker looks.
--
-- The deploy sets lock_timeout. New tables alone, and a check of deliveries that only widens: it is
-- proved by the next step, while people work.
-- squawk-ignore-file require-lock-timeout, require-statement-timeout, ban-drop-constraint

create table inventory.saved_views (
    view_id uuid not null default gen_random_uuid(),
    owner text not null,
    name text not null,
    list text not null default 'items',
    query text not null default '',
    sort text not null default '',
    columns text[],
    shared_with text,
    pinned boolean not null default true,
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    updated_by text not null default '',
    constraint saved_views_pkey primary key (view_id),
    constraint saved_views_owner_list_name_key unique (owner, list, name),
    constraint saved_views_owner_fkey foreign key (owner) references auth.people (person) on delete cascade,
    constraint saved_views_name_has_length check (char_length(btrim(name)) between 1 and 60 and name !~ '[[:cntrl:]]'),
    constraint saved_views_list_is_known check (list in ('items')),
    constraint saved_views_query_has_length check (char_length(query) <= 500),
    constraint saved_views_sort_has_length check (char_length(sort) <= 40),
    constraint saved_views_columns_are_few check (cardinality(columns) <= 40 and octet_length(columns::text) <= 2000),
    constraint saved_views_shared_with_is_known check (shared_with in ('viewer', 'staff', 'counter', 'manager', 'auditor'))
);
create index saved_views_shared_with_idx on inventory.saved_views (shared_with) where shared_with is not null;
comment on table inventory.saved_views is 'Searches that people keep. What one finds is what its reader may see.';
comment on column inventory.saved_views.view_id is 'Key, shown to people in addresses.';
comment on column inventory.saved_views.owner is 'Whose it is.';
comment on column inventory.saved_views.name is 'What it is called; once for each owner and list.';
comment on column inventory.saved_views.list is 'The list it searches: items.';
comment on column inventory.saved_views.query is 'The search, in the language of the list.';
comment on column inventory.saved_views.sort is 'The order; empty for the list''s own.';
comment on column inventory.saved_views.columns is 'The columns it shows; null for those the reader chose.';
comment on column inventory.saved_views.shared_with is 'The group that may use it; null where it is the owner''s alone.';
comment on column inventory.saved_views.pinned is 'Whether it stands as a tab above the list.';
comment on column inventory.saved_views.version is 'Counts changes; one made from an older version is refused.';
comment on column inventory.saved_views.updated_at is 'When it was last changed.';
comment on column inventory.saved_views.updated_by is 'Who changed it last.';

create table inventory.view_watches (
    view_id uuid not null,
    person text not null,
    severity text not null default 'warning',
    opened_at timestamptz,
    found integer not null default 0,
    checked_at timestamptz,
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

create table inventory.list_columns (
    person text not null,
    list text not null,
    columns text[] not null,
    constraint list_columns_pkey primary key (person, list),
    constraint list_columns_person_fkey foreign key (person) references auth.people (person) on delete cascade,
    constraint list_columns_list_is_a_word check (list ~ '^[a-z_]{1,40}$'),
    constraint list_columns_columns_are_few check (cardinality(columns) <= 40 and octet_length(columns::text) <= 2000)
);
comment on table inventory.list_columns is 'Which columns a person chose for a list; none where they see its own.';
comment on column inventory.list_columns.person is 'Who chose.';
comment on column inventory.list_columns.list is 'The list: items, movements, ….';
comment on column inventory.list_columns.columns is 'Keys of the columns shown.';

create table auth.evaluations (
    transaction xid8 not null,
    person text not null,
    constraint evaluations_pkey primary key (transaction)
);
comment on table auth.evaluations is 'As whom the worker evaluates a search, within one transaction: nothing stays when it ends.';
comment on column auth.evaluations.transaction is 'The transaction.';
comment on column auth.evaluations.person is 'The person whose rights it looks with.';

alter table inventory.deliveries
drop constraint deliveries_notice_is_known,
add constraint deliveries_notice_is_known check (notice in ('alert', 'invitation', 'break_glass', 'admin_changed', 'saved_view')) not valid;
comment on column inventory.deliveries.notice is 'What kind of message: alert, invitation, break_glass, admin_changed, saved_view.';
comment on column inventory.deliveries.about is 'What a notice tells of: the key of a break-glass grant; of an invitation its purpose; of an admin who was changed the facts, as JSON; of a saved view its key. Null for an alert.';
