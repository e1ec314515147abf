create or replace function inventory.enqueue_job(
    entrypoint text, payload jsonb default '{}', dedupe_key text default null, priority integer default 0,
    execute_after interval default '0'
)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
-- What pgqueuer's own client writes, within the transaction of the business change: the
-- job exists exactly when the change does.
declare
    v_job_id bigint;
begin
    insert into queue.pgqueuer (priority, entrypoint, payload, execute_after, dedupe_key, status)
    values (enqueue_job.priority, enqueue_job.entrypoint, convert_to(enqueue_job.payload::text, 'UTF8'),
            clock_timestamp() + enqueue_job.execute_after, enqueue_job.dedupe_key, 'queued')
    on conflict (dedupe_key) where status in ('queued', 'picked') and dedupe_key is not null do nothing
    returning id into v_job_id;
    if v_job_id is not null then
        insert into queue.pgqueuer_log (job_id, status, entrypoint, priority)
        values (v_job_id, 'queued', enqueue_job.entrypoint, enqueue_job.priority);
    end if;
end
$$;
alter function inventory.enqueue_job(text, jsonb, text, integer, interval) owner to stockroom_keeper;
comment on function inventory.enqueue_job(text, jsonb, text, integer, interval) is
'Enqueues a job for the worker in this transaction; nothing where a job of the same dedupe key waits or runs. Called by triggers and commands of stockroom_keeper only.';
