create or replace view api.attributes with (security_invoker = true) as
select c.code as category, a.attribute, a.label, a.type, a.unit, a.choices, a.required
from inventory.attributes as a
join inventory.categories as c using (category_id);
alter view api.attributes owner to stockroom_owner;
grant select on api.attributes to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting, stockroom_admin;
comment on view api.attributes is
'The user-defined fields of items, by the category that declares them.';
