-- Any session may set any custom setting, and current_user is the pool's: only the identity
-- functions, which check the token, say who it is.
select p.polname || ' on ' || p.polrelid::regclass as found
from pg_catalog.pg_policy as p
where concat(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
    ~* '(current_setting|session_user|current_user|current_role|user\(\)|set_config)'
