-- TRUNCATE goes past policies, REFERENCES probes keys, TRIGGER runs code as whoever writes,
-- MAINTAIN locks; and who may grant on, grants past this file.
select c.oid::regclass || ': ' || a.privilege_type || case when a.is_grantable then ' with grant option' else '' end
    || ' to ' || case a.grantee when 0 then 'public' else a.grantee::regrole::text end as found
from pg_catalog.pg_class as c
cross join lateral aclexplode(c.relacl) as a
where c.relnamespace::regnamespace::text in ('inventory', 'api', 'auth', 'audit', 'queue', 'yoyo', 'deploy')
and a.grantee <> c.relowner
and (a.privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN') or a.is_grantable or a.grantee = 0)
