-- What everybody loses, and who may look into which schema.

revoke all on schema public from public;
grant usage on schema public to stockroom_owner; -- the trigram operator class lives there

revoke all on schema inventory, auth, audit, api, queue from public;
grant usage on schema api to
stockroom_viewer, stockroom_auditor, stockroom_admin, stockroom_reporting,
stockroom_web, stockroom_worker;
grant usage on schema auth to
stockroom_viewer, stockroom_auditor, stockroom_admin, stockroom_reporting,
stockroom_web, stockroom_worker, stockroom_writer, stockroom_keeper, stockroom_reader, stockroom_auth, stockroom_people;
-- Reference data is plain insert, update and delete for those who may.
grant usage on schema inventory to
stockroom_viewer, stockroom_auditor, stockroom_admin,
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

-- Advisory locks and large objects are taken from everybody: a cheap role could hold a lock
-- others wait for. Our own definers keep what they use.
revoke execute on function pg_catalog.pg_advisory_xact_lock(bigint) from public;
grant execute on function pg_catalog.pg_advisory_xact_lock(bigint) to stockroom_writer, stockroom_auth;
