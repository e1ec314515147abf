-- The owners of code and data, and the groups, are nobody's login.
select r.rolname as found
from pg_catalog.pg_roles as r
where r.rolcanlogin and r.rolname ~ '^(stockroom|web)_'
and r.rolname not in ('stockroom_web', 'stockroom_signin', 'stockroom_worker', 'stockroom_backup', 'stockroom_migrator')
