create or replace view api.changes with (security_invoker = true) as
select
    c.change_id, c.changed_at, c.person, c.database_user, c.address, c.table_name, c.operation, c.before, c.after, c.actor, c.session_id
from audit.changes as c;
alter view api.changes owner to stockroom_owner;
grant select on api.changes to stockroom_auditor, stockroom_admin;
comment on view api.changes is
'Who changed which reference data, rights and thresholds, when, from what to what. Admins see no changes of thresholds, lots and subscriptions.';
comment on column api.changes.change_id is 'Order of recording.';
comment on column api.changes.changed_at is 'When.';
comment on column api.changes.person is 'The person, also through the web; null for a DBA''s own role.';
comment on column api.changes.database_user is 'The login role of the connection.';
comment on column api.changes.address is 'Where from; null on a socket.';
comment on column api.changes.table_name is 'Schema and table.';
comment on column api.changes.operation is 'insert, update or delete.';
comment on column api.changes.before is 'The row before; null for an insert.';
comment on column api.changes.after is 'The row after; null for a delete.';
comment on column api.changes.actor is 'Who looked on as that person (see as); else null.';
comment on column api.changes.session_id is 'The web session; null for a direct login.';
