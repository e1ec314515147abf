create or replace function api.forget_jobs()
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_log bigint;
    v_statistics bigint;
begin
    -- pgqueuer keeps its log for ever. What is not added up yet stays, and so does what tells
    -- why a job is held.
    delete from queue.pgqueuer_log as l
    where l.aggregated and l.created < now() - interval '7 days'
    and not exists (select from queue.pgqueuer as q where q.id = l.job_id);
    get diagnostics v_log = row_count;
    delete from queue.pgqueuer_statistics as s where s.created < now() - interval '90 days';
    get diagnostics v_statistics = row_count;
    return jsonb_build_object('log', v_log, 'statistics', v_statistics);
end
$$;
alter function api.forget_jobs() owner to stockroom_keeper;
grant execute on function api.forget_jobs() to stockroom_worker;
comment on function api.forget_jobs() is
'Nightly: forgets the log of jobs that ended a week ago and their statistics of 90 days ago. Answers how many rows of each.';
