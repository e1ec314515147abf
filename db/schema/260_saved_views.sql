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
