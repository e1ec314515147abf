-- A policy that lets every row be written is none. Only for the owners of functions and triggers,
-- who sign in nowhere and answer for the check in their code; and an update may be checked before
-- or after it alone, where what the check looks at cannot be updated.
select p.polname || ' on ' || p.polrelid::regclass as found
from pg_catalog.pg_policy as p
where p.polcmd <> 'r'
and 'true' in (pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
and exists (
    select from unnest(p.polroles) as r (role)
    where r.role = 0 or (
        r.role::regrole::text not in ('stockroom_keeper', 'stockroom_auth', 'stockroom_people')
        and (
            p.polcmd <> 'w' or pg_get_expr(p.polqual, p.polrelid) = pg_get_expr(p.polwithcheck, p.polrelid)
            or exists (
                select from pg_catalog.pg_depend as d
                where d.classid = 'pg_policy'::regclass and d.objid = p.oid
                and d.refclassid = 'pg_class'::regclass and d.refobjid = p.polrelid and d.refobjsubid > 0
                and has_column_privilege(r.role, p.polrelid, d.refobjsubid::smallint, 'update')
            )
        )
    )
)
