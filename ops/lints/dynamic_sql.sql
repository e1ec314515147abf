-- Text that is put together and then run is where injection lives. It is allowed in the functions
-- below, each read closely: names through %I, values through %L or as parameters, and no || into
-- the statement.
-- Exceptions, 2026-11-22: create_user, set_password, disable_user, set_own_password, accept_invitation, enable_user,
-- offboard_user, set_groups, revoke_groups, take_rights, end_rights (roles cannot be parameters);
-- make_partitions and force_row_security (nor can tables); search_gather, search_count,
-- search_walk, search_near, search_narrow and search_guess (one statement per kind of search, so that each can use its index; the conditions
-- come from search_condition, by %L);
-- ledger_ids (likewise; its conditions are its own words, and every value is in the one parameter);
-- row_passes (a policy in PostgreSQL's own text, asked for somebody else: a rule is no parameter);
-- row_problems (checks of a table in PostgreSQL's own text, likewise; the row is a parameter).
select p.oid::regprocedure::text as found
from pg_catalog.pg_proc as p
where p.pronamespace::regnamespace::text in ('api', 'inventory', 'auth', 'audit', 'queue')
and p.prosrc ~* '(^|[^_[:alnum:]])execute\s'
and not (
    p.proname in ('create_user', 'set_password', 'disable_user', 'set_own_password', 'accept_invitation', 'enable_user', 'offboard_user', 'set_groups', 'revoke_groups', 'take_rights', 'end_rights', 'make_partitions', 'force_row_security', 'search_gather', 'search_count', 'search_walk', 'search_near', 'search_narrow', 'search_guess', 'ledger_ids', 'row_passes', 'row_problems')
    and p.prosrc !~* 'execute\s+(''|[a-z_]+\s*(\|\||;|using|into))'
)
