create or replace view api.changes with (security_invoker = true) as
select
    c.change_id, c.changed_at, c.person, c.database_user, c.address, c.table_name, c.operation, c.before, c.after, c.actor, c.session_id
from audit.changes as c;
alter view api.changes owner to stockroom_owner;
grant select on api.changes to stockroom_auditor, stockroom_admin;
comment on view api.changes is
'Who changed which reference data, rights and thresholds, when, from what to what. Admins see no changes of thresholds, lots and subscriptions.';
