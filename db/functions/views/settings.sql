create or replace view api.settings with (security_invoker = true) as
select
    s.company, s.currency, s.time_zone, s.second_factor_groups, s.break_glass_hours, s.version, s.updated_at, s.updated_by
from inventory.settings as s;
alter view api.settings owner to stockroom_owner;
grant select on api.settings to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting;
comment on view api.settings is 'The company''s settings: one row.';
