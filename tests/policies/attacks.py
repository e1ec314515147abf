"""What somebody tries who may run any SQL: on the web's connection, or on a login of their own.

Each statement would, if it worked, make its author somebody else, show what is hidden, or leave
something behind. `{me}` is who tries, `{other}` whom they want to be.
"""

VERIFIER = "SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0c2FsdA==$" + "A" * 43 + "=:" + "A" * 43 + "="
OTHER = "bob_boss"

BECOMING = (
    "set role {other}", "set role web_{other}", "set local role web_{other}",
    "set role stockroom_admin", "set role stockroom_owner", "set role stockroom_people",
    "set role postgres", "set role pg_read_all_data", "set session authorization {other}",
    "set session authorization default", "reset session authorization",
    "select set_config('role', '{other}', false)", "select set_config('role', 'postgres', true)",
    "select set_config('session_authorization', '{other}', false)",
    "do $$ begin set local role stockroom_owner; end $$",
    "do $$ begin perform set_config('role', 'stockroom_people', false); end $$",
    "grant {other} to {me}", "grant stockroom_admin to {me}",
    "grant stockroom_admin to current_user",
    "grant web_{other} to {me} with set true", "grant pg_execute_server_program to {me}",
    "alter role {other} password 'x'", "alter role web_{other} login password 'x'",
    "alter role {me} superuser", "alter role {me} createrole", "alter role {me} bypassrls",
    "alter role {me} connection limit -1", "alter role {other} nologin", "drop role web_{other}",
    "alter role {other} rename to evil", "create role evil login", "create user evil superuser",
    "reassign owned by {other} to {me}", "drop owned by {other}",
    "alter group stockroom_admin add user {me}",
)  # fmt: skip
SESSIONS = (
    "select auth.open_session() from (select set_config('role', '{other}', true)) as x",
    "select query_to_xml('select auth.open_session()', true, false, '') "
    "from (select set_config('role', 'none', false)) as x",
    "select query_to_xml('set role postgres', true, false, '')",
    "select cursor_to_xml('c', 1, true, false, '')",
    "select database_to_xml(true, false, '')", "select schema_to_xml('auth', true, false, '')",
    "select table_to_xml('auth.sessions', true, false, '')",
    "select * from auth.sessions", "select token_hash from auth.sessions",
    "select * from auth.live_sessions", "select auth.session_of('\\x00')",
    "insert into auth.sessions (token_hash, person, expires_at) "
    "values (sha256('x'), '{other}', 'infinity')",
    "update auth.sessions set person = '{other}'",
    "update auth.sessions set expires_at = 'infinity'",
    "delete from auth.sessions", "truncate auth.sessions",
    "select auth.session_role(sha256('x'))", "select auth.session_role(null)",
    "select auth.session_role('\\x' || repeat('00', 32))",
    "select auth.accept_invitation(sha256('x'), '" + VERIFIER + "')",
    "select auth.accept_invitation(null, '" + VERIFIER + "')",
    "select auth.accept_invitation((select token_hash from auth.invitations limit 1), '"
    + VERIFIER + "')",
    "select auth.invitation_of(null)", "select auth.invitation_of(sha256(''))",
    "select auth.open_device_session('x', '0000')", "select auth.open_device_session(null, null)",
    "select auth.open_device_session((select secret_hash::text from auth.devices limit 1), '0000')",
    "select auth.device_owner(null)", "select auth.device_owner('%')",
    "select auth.finish_sign_in(sha256('x'), '000000')", "select auth.finish_sign_in(null, null)",
    "select auth.half_open(null)", "select auth.begin_enrolment(sha256('x'))",
    "select auth.add_session('{other}')", "select auth.try_code('{other}', '000000', '::1')",
    "select auth.keep_session(sha256('x'))", "select auth.begin_own_password(sha256('x'))",
    "select auth.end_sessions('{other}')", "select auth.new_second_factor('{other}')",
    "select api.create_token('{other}', 'evil')", "select api.create_token('{me}', 'evil')",
    "select api.create_token('{other}', 'evil', 'infinity')",
    "select api.see_as('{other}')", "select api.see_as('ann_admin')",
    "select api.reset_second_factor('{other}')", "select api.sign_out_everywhere('{other}')",
    "select api.break_glass('because', location => 'AIRPORT')",
    "select api.break_glass('because', group_name => 'admin')",
    "select set_config('stockroom.token', (select prefix from auth.sessions limit 1), false)",
)  # fmt: skip
PEOPLE = (
    "select api.create_user('evil', 'Evil', array['admin'])",
    "select api.invite_user('evil', 'Evil', array['admin'])",
    "select api.set_groups('{me}', array['admin'])", "select api.set_password('{other}', '" +
    VERIFIER + "')", "select api.disable_user('{other}')", "select api.offboard_user('{other}')",
    "select api.enable_user('{other}')", "select api.grant_location('{me}', 'AIRPORT')",
    "select api.revoke_location('{other}', 'ACME')", "select api.edit_user('{me}', '{{}}')",
    "update auth.people set kind = 'person', web_only = false",
    "update auth.people set groups_end_at = null", "update auth.people set email = 'x@example.com'",
    "insert into auth.people (person, name) values ('evil', 'Evil')", "delete from auth.people",
    "insert into auth.location_grants (person, location_id) select '{me}', g from "
    "generate_series(1, 9) as g",
    "update auth.grant_sets set person = '{me}'", "delete from audit.changes",
    "insert into audit.changes (person) values ('{other}')", "delete from audit.refusals",
    "update inventory.settings set second_factor_groups = '{{}}'",
    "update inventory.settings set break_glass_hours = 1000",
)  # fmt: skip
DEFINERS = (  # hostile arguments, temporary objects, paths
    "create temp table sessions (person text)", "create temp view items as select 1",
    "create function pg_temp.lower(text) returns text language sql as 'select $1'",
    "create schema evil", "create function api.evil() returns int language sql as 'select 1'",
    "create operator api.= (leftarg = text, rightarg = text, function = texteq)",
    "set search_path = pg_temp, api, auth, inventory",
    "select set_config('search_path', 'pg_temp', false)",
    "select api.search_items($$' or 1=1; drop table inventory.items; --$$)",
    "select api.search_items(sort => 'name; drop table inventory.items')",
    "select api.item_page($$x' union select rolpassword from pg_authid --$$)",
    "select api.item_history('APPLE', $$MAIN' or true --$$)",
    "select api.list_alerts(state => $$open' or '1'='1$$)",
    "select api.stock_as_of(null, at_location => $$%$$)",
    "select api.explain_access('{other}', 'see', 'AIRPORT')",
    "select api.explain_access($$x'; drop role bob_boss; --$$, 'see', 'x')",
    "select auth.in_group($$admin' or true$$)", "select auth.in_group('../admin')",
    "select inventory.post_document('issue', '[]', gen_random_uuid())",
    "select inventory.post_movement(1)", "select inventory.enqueue_job('send_mail', '{{}}', 1)",
    "select auth.refresh_grants()", "select auth.grant_set('{other}')",
    "select auth.work_out_grants('{other}')", "select auth.kinds('{other}')",
    "select audit.record_change()", "select inventory.make_partitions()",
    "select api.claim_delivery(gen_random_uuid())", "select api.housekeeping()",
    "select api.end_overdue()", "select api.record_role_changes()", "select api.forget_jobs()",
    "select api.send_invitation(gen_random_uuid())",
    "select api.invitation_link(gen_random_uuid())",
    "select auth.letter_invitation(gen_random_uuid())",
)  # fmt: skip
LEAVING = (  # what would hold others up or stay on a pooled connection
    "select pg_advisory_lock(1)", "select pg_advisory_xact_lock(1)",
    "select pg_try_advisory_lock(1)",
    "select pg_advisory_lock_shared(1, 1)", "select pg_notify('ch_pgqueuer', 'x')",
    "select pg_sleep(1)", "select lo_create(0)", "select pg_cancel_backend(pg_backend_pid() + 1)",
    "select pg_terminate_backend(pid) from pg_stat_activity where usename = '{other}'",
    "lock table inventory.items in access exclusive mode", "lock table auth.sessions",
    "select 1 from inventory.items for update", "prepare transaction 'evil'",
    "alter system set log_statement = 'none'", "select pg_reload_conf()",
    "alter database postgres set role = 'postgres'", "set log_statement = 'none'",
    "set session_replication_role = replica", "set lo_compat_privileges = on",
    "set temp_file_limit = -1", "create extension dblink", "create extension file_fdw",
    "create server evil foreign data wrapper postgres_fdw", "create language plpython3u",
    "create publication evil for all tables",
    "create subscription evil connection 'x' publication x",
    "create event trigger evil on ddl_command_end execute function auth.may_act()",
)  # fmt: skip
FILES = (
    "copy inventory.items from stdin", "copy inventory.items from program 'id'",
    "copy (select 1) to program 'id'", "copy (select 1) to '/tmp/evil'",
    "copy auth.sessions to stdout",
    "copy (select rolpassword from pg_authid) to stdout", "select pg_read_file('/etc/passwd')",
    "select pg_read_binary_file('pg_hba.conf')", "select pg_ls_dir('.')",
    "select lo_import('/etc/passwd')",
    "select pg_stat_file('postgresql.conf')", "select * from pg_hba_file_rules",
    "select * from pg_file_settings", "select rolpassword from pg_authid",
    "select * from pg_shadow",
    "select setconfig from pg_db_role_setting where false or pg_read_file('/etc/passwd') is null",
    "select usename, passwd from pg_shadow", "select umoptions from pg_user_mapping",
    "select srvoptions from pg_foreign_server where pg_ls_waldir() is null",
)  # fmt: skip
READING = (
    "select * from inventory.movement_costs", "select * from api.movement_costs",
    "select * from inventory.item_costs", "select last_error from inventory.deliveries",
    "select email from auth.people", "select * from auth.people", "select * from audit.changes",
    "select * from audit.refusals", "select * from auth.second_factors",
    "select secret from auth.second_factors", "select code_hash from auth.recovery_codes",
    "select * from auth.invitations", "select pin_hash, secret_hash from auth.devices",
    "select most_common_vals from pg_stats where schemaname in ('inventory', 'auth')",
    "select * from pg_statistic", "select * from pg_statistic_ext_data",
    "select query from pg_stat_activity where query ~ 'hidden'",
    "set row_security = off", "table inventory.stock_levels", "select * from inventory.documents",
    "select request_hash from inventory.documents", "select last_value from "
    "inventory.movements_movement_id_seq", "select nextval('inventory.movements_movement_id_seq')",
    "select currval('audit.changes_change_id_seq')",
    "explain analyze select * from inventory.movement_costs",
    "declare c cursor with hold for select * from auth.sessions",
    "declare c cursor with hold for select auth.open_session()",
    "prepare p as select * from auth.sessions", "prepare p as select auth.open_session()",
    "select * from queue.pgqueuer", "select * from queue.pgqueuer_log",
    "with x as (delete from inventory.items returning *) select * from x",
    "merge into inventory.items as t using (select 1) as s on true when matched then delete",
)  # fmt: skip
GROUPS = {
    "becoming": BECOMING, "sessions": SESSIONS, "people": PEOPLE, "definers": DEFINERS,
    "leaving": LEAVING, "files": FILES, "reading": READING,
}  # fmt: skip
# A direct login may open its own session; the web's connection may open none.
OF_A_LOGIN = "select auth.open_session()"
# Each is tried as it stands, and wrapped (query_to_xml and its kin are among them).
WRAPPED = "do $q$ begin execute $s${sql}$s$; end $q$"
