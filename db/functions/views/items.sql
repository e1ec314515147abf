create or replace view api.items with (security_invoker = true) as
select
    i.sku, i.name, i.description, c.code as category, c.name as category_name, u.code as unit, u.decimals,
    i.attributes, i.version, i.created_at, i.created_by, i.updated_at, i.updated_by, i.retired_at, i.tags
from inventory.items as i
join inventory.categories as c using (category_id)
join inventory.units as u using (unit_id);
alter view api.items owner to stockroom_owner;
grant select on api.items to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting;
comment on view api.items is
'Items with category and base unit; retired ones too.';
comment on column api.items.sku is 'Stock keeping unit.';
comment on column api.items.category is 'Code of the category.';
comment on column api.items.unit is 'Base unit: what quantities are in.';
comment on column api.items.decimals is 'Decimals a quantity may have.';
comment on column api.items.version is 'State it with an edit.';
comment on column api.items.name is 'Full name of the item.';
comment on column api.items.description is 'Free text, at most 4,000 characters.';
comment on column api.items.category_name is 'Name of the category.';
comment on column api.items.attributes is 'Values of the attributes declared for the category.';
comment on column api.items.created_at is 'When the item was created.';
comment on column api.items.created_by is 'Who created it.';
comment on column api.items.updated_at is 'When the row last changed.';
comment on column api.items.updated_by is 'Who changed it last.';
comment on column api.items.retired_at is 'When it was retired: it stays in history and takes no more movements; null while in use.';
comment on column api.items.tags is 'Words people sort items by across categories, in order.';
