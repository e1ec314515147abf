create or replace view api.saved_views with (security_invoker = true) as
select
    v.view_id as view, v.name, v.list, v.query, v.sort, v.columns, v.owner, v.shared_with, v.pinned,
    v.version, v.updated_at, v.updated_by
from inventory.saved_views as v;
alter view api.saved_views owner to stockroom_owner;
grant select on api.saved_views to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on view api.saved_views is
'Searches that people keep: one''s own, and those shared with a group one belongs to.';
comment on column api.saved_views.view is 'Key, as it stands in addresses.';
comment on column api.saved_views.name is 'What it is called.';
comment on column api.saved_views.list is 'The list it searches: items.';
comment on column api.saved_views.query is 'The search.';
comment on column api.saved_views.sort is 'The order; empty for the list''s own.';
comment on column api.saved_views.columns is 'The columns it shows; null for those the reader chose.';
comment on column api.saved_views.owner is 'Whose it is.';
comment on column api.saved_views.shared_with is 'The group that may use it; null where it is the owner''s alone.';
comment on column api.saved_views.pinned is 'Whether it stands as a tab above the list.';
comment on column api.saved_views.version is 'Counts changes; say it when changing the view.';
comment on column api.saved_views.updated_at is 'When it was last changed.';
comment on column api.saved_views.updated_by is 'Who changed it last.';
