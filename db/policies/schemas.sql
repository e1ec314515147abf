-- What everybody loses, and who may look into which schema.

revoke all on schema public from public;
grant usage on schema public to stockroom_owner, stockroom_reader; -- the trigram operators live there

revoke all on schema inventory, auth, audit, api, queue from public;
grant usage on schema api to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting,
stockroom_web, stockroom_worker;
grant usage on schema auth to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting,
stockroom_web, stockroom_worker, stockroom_writer, stockroom_keeper, stockroom_reader, stockroom_auth, stockroom_people;
-- Reference data is plain insert, update and delete for those who may.
grant usage on schema inventory to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin,
stockroom_writer, stockroom_keeper, stockroom_reader, stockroom_auth, stockroom_people, stockroom_backup;
grant usage on schema audit to stockroom_auditor, stockroom_admin, stockroom_keeper, stockroom_reader, stockroom_backup;
grant usage on schema auth, api, queue to stockroom_backup;
grant usage on schema api to stockroom_writer, stockroom_keeper, stockroom_reader, stockroom_auth, stockroom_people;
grant usage on schema queue to stockroom_keeper, stockroom_reader, stockroom_worker;
-- Definers create what they own nowhere: create stays with stockroom_owner alone.

alter default privileges for role stockroom_owner revoke execute on functions from public;
alter default privileges for role stockroom_writer revoke execute on functions from public;
alter default privileges for role stockroom_keeper revoke execute on functions from public;
alter default privileges for role stockroom_reader revoke execute on functions from public;
alter default privileges for role stockroom_auth revoke execute on functions from public;
alter default privileges for role stockroom_people revoke execute on functions from public;

-- What a cheap role could hold others up with, or fill the disk with: advisory locks (one over
-- a series of numbers stops new logins), sleeping, large objects, messages into the log of
-- changes. pg_notify for order's sake: NOTIFY itself cannot be taken. The pool's reset keeps
-- pg_advisory_unlock_all; our own definers and the queue's owners keep what they use.
-- Per database; a provider that lets nobody touch these answers with a warning.
do $$
declare
    v_function regprocedure;
begin
    for v_function in
        select p.oid from pg_catalog.pg_proc as p
        where p.pronamespace = 'pg_catalog'::regnamespace
        and p.proname ~ '^(lo_.*|loread|lowrite|pg_(try_)?advisory_.*|pg_sleep.*|pg_notify|pg_logical_emit_message)$'
        and p.proname <> 'pg_advisory_unlock_all'
    loop
        execute format('revoke execute on function %s from public', v_function);
    end loop;
end
$$;
grant execute on function pg_catalog.pg_advisory_xact_lock(bigint) to stockroom_writer, stockroom_keeper, stockroom_auth;
grant execute on function pg_catalog.pg_advisory_xact_lock_shared(bigint) to stockroom_keeper;
