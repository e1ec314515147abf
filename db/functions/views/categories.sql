create or replace view api.categories with (security_invoker = true) as
select c.code as category, c.name, p.code as parent, c.version, c.updated_at, c.updated_by
from inventory.categories as c
left join inventory.categories as p on p.category_id = c.parent_id;
alter view api.categories owner to stockroom_owner;
grant select on api.categories to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting, stockroom_admin;
comment on view api.categories is
'The tree of categories.';
comment on column api.categories.category is 'Code of the category.';
comment on column api.categories.name is 'Name shown to people.';
comment on column api.categories.parent is 'Code of the one above; null at the top.';
comment on column api.categories.version is 'Counts edits; state it with an edit.';
comment on column api.categories.updated_at is 'When the row last changed.';
comment on column api.categories.updated_by is 'Who changed it last.';
