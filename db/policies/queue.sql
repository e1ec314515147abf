-- The queue's tables (schema queue, pgqueuer's own). No row policies: nobody but the worker
-- may touch them at all. Jobs carry ids only; what they stand for lies behind its own rights.

-- The worker picks, finishes, holds and enqueues (its schedules do), and keeps the log.
grant usage on schema queue to stockroom_worker;
grant select, insert, update, delete on queue.pgqueuer to stockroom_worker;
grant select, insert, update on queue.pgqueuer_log to stockroom_worker;
grant select, insert, update on queue.pgqueuer_statistics to stockroom_worker;
grant select, insert, update on queue.pgqueuer_schedules to stockroom_worker;
grant usage on all sequences in schema queue to stockroom_worker;

-- Made by the queue's own installer, which leaves it to everybody.
revoke execute on function queue.fn_pgqueuer_changed() from public;

-- Waking the workers, and the lock that keeps two from adding up one log twice.
grant execute on function pg_catalog.pg_notify(text, text) to stockroom_worker;
grant execute on function pg_catalog.pg_try_advisory_xact_lock(bigint) to stockroom_worker;

-- inventory.enqueue_job() and the trigger that holds a job whose workers die, owned by the
-- keeper, write here in the transaction of whoever moved the stock.
grant usage on schema queue to stockroom_keeper;
grant select, insert, update, delete on queue.pgqueuer to stockroom_keeper;
grant select, insert, delete on queue.pgqueuer_log to stockroom_keeper;
grant select, delete on queue.pgqueuer_statistics to stockroom_keeper;
grant usage on all sequences in schema queue to stockroom_keeper;
grant execute on function pg_catalog.pg_notify(text, text) to stockroom_keeper;

-- api.health() shows depth, age and what is held; the dump takes all.
grant select on queue.pgqueuer, queue.pgqueuer_log, queue.pgqueuer_statistics to stockroom_reader;
grant usage on schema queue to stockroom_reader, stockroom_backup;
grant select on all tables in schema queue to stockroom_backup;
grant select on all sequences in schema queue to stockroom_backup;
