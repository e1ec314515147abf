-- A SECURITY DEFINER function lends its owner's rights to its callers. Its owner must be no
-- superuser, no login, past no row policy and no maker of roles.
-- Exception, 2026-11-22: stockroom_people makes people's roles in the functions below: granted
-- to admins, or to nobody, they check the caller and quote every name. One, the worker's, takes no
-- parameter and ends connections beyond their limits. set_own_password sets that of its own login
-- alone, accept_invitation that of whoever an unused link names. Rights taken in an emergency: two
-- for people, that take no name but act for who is signed in, one that only takes back what is over,
-- and two they share, which nobody may call.
select p.oid::regprocedure || ' of ' || r.rolname as found
from pg_catalog.pg_proc as p
join pg_catalog.pg_roles as r on r.oid = p.proowner
where p.prosecdef and p.pronamespace::regnamespace::text !~ '^(pg_|information_schema)'
and (r.rolsuper or r.rolcanlogin or r.rolbypassrls or r.rolcreaterole or r.rolreplication)
and not (
    r.rolname = 'stockroom_people'
    and p.proname in ('create_user', 'set_password', 'disable_user', 'set_own_password', 'accept_invitation', 'end_overdue', 'enable_user', 'offboard_user', 'set_groups', 'edit_user', 'revoke_groups', 'hold_admins', 'break_glass', 'end_break_glass', 'end_past_rights', 'end_expired_rights', 'take_rights', 'end_rights')
    and not (r.rolsuper or r.rolcanlogin or r.rolbypassrls)
)
