create or replace view api.units with (security_invoker = true) as
select u.code as unit, u.name, u.decimals, u.version, u.updated_at, u.updated_by from inventory.units as u;
alter view api.units owner to stockroom_owner;
grant select on api.units to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting, stockroom_admin;
comment on view api.units is
'Units of quantity.';
comment on column api.units.unit is 'Code of the unit.';
comment on column api.units.name is 'Name shown to people.';
comment on column api.units.decimals is 'Decimal places a quantity in this unit may have, 0 to 6.';
comment on column api.units.version is 'Counts edits; state it with an edit.';
comment on column api.units.updated_at is 'When the row last changed.';
comment on column api.units.updated_by is 'Who changed it last.';
