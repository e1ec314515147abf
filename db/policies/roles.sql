-- Every role of Stockroom, in one place. Run before the migrations, safe to run
-- again: it creates what is missing and restates what each role may be.
--
-- Needs a superuser for: BYPASSRLS (migrator, backup), CREATEROLE with ADMIN on the
-- groups (people), GRANT SET ON PARAMETER temp_file_limit. Without one, the
-- provider's administrator runs this file once; what is lost is said at each line.

do $$
declare
    v_role record;
begin
    for v_role in
        select * from (values
            -- Owners: nobody signs in as them.
            ('stockroom_owner', 'nologin'),     -- schemas, tables, views; FORCE RLS binds it too
            ('stockroom_writer', 'nologin'),    -- the commands: alone writes the ledger, bound to the signed-in person
            ('stockroom_keeper', 'nologin'),    -- triggers and what they keep: sees all rows, called by nobody
            ('stockroom_reader', 'nologin'),    -- the few functions that filter by explicit rights (search) or prove
            ('stockroom_auth', 'nologin'),      -- sessions, grants, identity
            ('stockroom_people', 'nologin createrole'), -- creates and disables people; without it a DBA creates them by hand
            -- Services.
            ('stockroom_migrator', 'login bypassrls connection limit 5'), -- row_security = off: an error, never a silent UPDATE 0
            ('stockroom_web', 'login noinherit connection limit 200'),    -- the web pool: holds nothing, becomes companions
            ('stockroom_signin', 'login noinherit connection limit 20'),  -- sessions without a password check (later)
            ('stockroom_worker', 'login connection limit 50'),            -- the queue and its own commands
            ('stockroom_backup', 'login bypassrls connection limit 5'),   -- dumps; read only
            -- Groups: what kinds of people may do.
            ('stockroom_viewer', 'nologin'),    -- sees items and stock at granted places, no cost
            ('stockroom_staff', 'nologin'),     -- posts movements there
            ('stockroom_counter', 'nologin'),   -- counts at granted places; never sees what is expected there
            ('stockroom_manager', 'nologin'),   -- also items, thresholds, cost, granting places they hold
            ('stockroom_auditor', 'nologin'),   -- reads everything, cost and audit included, changes nothing
            ('stockroom_admin', 'nologin'),     -- people, settings, backups; no stock rights by itself
            ('stockroom_cost', 'nologin'),      -- a right of its own, added to any of them: what things cost, at granted places
            ('stockroom_reporting', 'nologin')  -- external tools: the views of api, at granted places
        ) as r (role_name, attributes)
    loop
        if not exists (select from pg_catalog.pg_roles where rolname = v_role.role_name) then
            execute format('create role %I', v_role.role_name);
        end if;
        execute format('alter role %I nosuperuser %s', v_role.role_name, v_role.attributes);
    end loop;
end
$$;

comment on role stockroom_owner is 'Owns Stockroom''s schemas, tables and views.';
comment on role stockroom_writer is 'Owns the commands: alone inserts documents and movements, within the signed-in person''s places.';
comment on role stockroom_keeper is 'Owns the triggers and what they keep: balances, alerts, jobs.';
comment on role stockroom_reader is 'Owns the functions that read past row policies and filter by explicit rights.';
comment on role stockroom_auth is 'Owns sessions, grants and the identity functions.';
comment on role stockroom_people is 'Owns the functions that create and disable people.';
comment on role stockroom_migrator is 'Runs migrations as stockroom_owner.';
comment on role stockroom_web is 'The web pool: holds nothing, switches to people''s companions.';
comment on role stockroom_signin is 'Opens sessions that need no password check.';
comment on role stockroom_worker is 'The worker: the queue and its own commands.';
comment on role stockroom_backup is 'Reads everything for dumps.';
comment on role stockroom_viewer is 'Sees items and stock at granted places, without cost.';
comment on role stockroom_staff is 'A viewer who posts movements at granted places.';
comment on role stockroom_counter is 'Counts stock at granted places without seeing what is expected.';
comment on role stockroom_manager is 'Staff who also edit items and thresholds and see cost.';
comment on role stockroom_auditor is 'Reads everything, cost and audit included; changes nothing.';
comment on role stockroom_admin is 'People, settings and backups; no stock rights by itself.';
comment on role stockroom_cost is 'Sees what things cost at granted places; managers and auditors have it.';
comment on role stockroom_reporting is 'External tools: the views of api at granted places.';

-- Staff are viewers and managers are staff, so a policy for viewers covers them.
grant stockroom_viewer to stockroom_staff with inherit true, set false;
grant stockroom_staff to stockroom_manager with inherit true, set false;
-- Cost comes with these two, and can be given to any other person or tool by itself.
grant stockroom_cost to stockroom_manager, stockroom_auditor with inherit true, set false;

-- The migrator acts as the owner; who makes people hands out the groups and nothing else.
grant stockroom_owner to stockroom_migrator with inherit false, set true;
grant stockroom_viewer, stockroom_staff, stockroom_counter, stockroom_manager, stockroom_auditor, stockroom_admin,
stockroom_reporting, stockroom_cost to stockroom_people with admin true, inherit false, set false;
-- A DBA who takes a group back from a person writes: revoke … from … granted by stockroom_people.
-- Without the last words PostgreSQL takes back only what the DBA gave, and warns.
-- To hand a companion to the web, its maker needs no right over the web role itself.
grant pg_signal_backend to stockroom_people;
-- To see since when a connection is busy (api.end_overdue); without it nobody is ended.
grant pg_read_all_stats to stockroom_people;
grant set on parameter temp_file_limit to stockroom_people;
-- The whole database, what a DBA adds to it included: a dump that misses a new partition, a
-- sequence or schema local is none. Without the right to grant it, grant select by hand.
grant pg_read_all_data to stockroom_backup;

-- A password that a DBA changes ends the web sessions it opened (auth.password_mark). Needs a
-- superuser; without it they last until they end by themselves.
do $$
begin
    grant select (rolname, rolpassword) on pg_catalog.pg_authid to stockroom_auth;
exception when insufficient_privilege then
    raise notice 'stockroom_auth may not read pg_authid: a password changed by ALTER ROLE ends no session at once.';
end
$$;

alter role stockroom_migrator set row_security = off;
alter role stockroom_migrator set idle_in_transaction_session_timeout = '10min';
alter role stockroom_migrator set temp_file_limit = '20GB';
alter role stockroom_migrator set statement_timeout = '0';
alter role stockroom_backup set default_transaction_read_only = on;
alter role stockroom_backup set statement_timeout = '0';
alter role stockroom_backup set idle_in_transaction_session_timeout = '6h';
alter role stockroom_backup set temp_file_limit = '5GB';
alter role stockroom_web set statement_timeout = '30s';
alter role stockroom_web set idle_in_transaction_session_timeout = '15s';
alter role stockroom_web set temp_file_limit = '1GB';
alter role stockroom_signin set statement_timeout = '10s';
alter role stockroom_signin set idle_in_transaction_session_timeout = '10s';
alter role stockroom_signin set temp_file_limit = '100MB';
alter role stockroom_worker set statement_timeout = '5min';
alter role stockroom_worker set idle_in_transaction_session_timeout = '5min';
alter role stockroom_worker set temp_file_limit = '5GB';
