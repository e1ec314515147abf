create or replace view api.categories with (security_invoker = true) as
select c.code as category, c.name, p.code as parent, c.version, c.updated_at, c.updated_by
from inventory.categories as c
left join inventory.categories as p on p.category_id = c.parent_id;
alter view api.categories owner to stockroom_owner;
grant select on api.categories to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting, stockroom_admin;
comment on view api.categories is
'The tree of categories.';
