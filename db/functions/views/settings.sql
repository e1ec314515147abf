create or replace view api.settings with (security_invoker = true) as
select
    s.company, s.currency, s.time_zone, s.second_factor_groups, s.break_glass_hours, s.version, s.updated_at, s.updated_by
from inventory.settings as s;
alter view api.settings owner to stockroom_owner;
grant select on api.settings to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting;
comment on view api.settings is 'The company''s settings: one row.';
comment on column api.settings.company is 'Name shown on pages and in mail.';
comment on column api.settings.currency is 'ISO 4217 code of every cost in this database.';
comment on column api.settings.time_zone is 'Time zone of a person who has set none.';
comment on column api.settings.second_factor_groups is 'Groups whose members sign in with a second factor.';
comment on column api.settings.break_glass_hours is 'How long a break-glass grant lasts at most; hours.';
comment on column api.settings.version is 'Counts edits; a stale edit is refused (IN011).';
comment on column api.settings.updated_at is 'When the row last changed.';
comment on column api.settings.updated_by is 'Who changed it last.';
