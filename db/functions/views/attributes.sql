create or replace view api.attributes with (security_invoker = true) as
select c.code as category, a.attribute, a.label, a.type, a.unit, a.choices, a.required, a.position, a.retired_at, a.version, a.updated_at, a.updated_by
from inventory.attributes as a
join inventory.categories as c using (category_id);
alter view api.attributes owner to stockroom_owner;
grant select on api.attributes to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting, stockroom_admin;
comment on view api.attributes is
'The user-defined fields of items, by the category that declares them.';
comment on column api.attributes.category is 'Code of the category that declares it; those below have it too.';
comment on column api.attributes.attribute is 'Key in items.attributes and name of the search qualifier.';
comment on column api.attributes.label is 'Name shown to people.';
comment on column api.attributes.type is 'text, number, choice, date (ISO 8601) or boolean.';
comment on column api.attributes.unit is 'Unit of a number, as shown; null for none.';
comment on column api.attributes.choices is 'Allowed values of a choice.';
comment on column api.attributes.required is 'Whether an item must have a value.';
comment on column api.attributes.position is 'Order among the fields of an item, the smallest first.';
comment on column api.attributes.retired_at is 'Since when it is offered no more; items keep the values they have. Null while in use.';
comment on column api.attributes.version is 'Counts edits; state it with a change.';
comment on column api.attributes.updated_at is 'When the row last changed.';
comment on column api.attributes.updated_by is 'Who changed it last.';
