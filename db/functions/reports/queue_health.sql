create or replace function inventory.queue_health()
returns jsonb
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'queued', count(*) filter (where q.status = 'queued'), 'picked', count(*) filter (where q.status = 'picked'),
        'held', count(*) filter (where q.status::text in ('failed', 'exception', 'held')),
        'oldest_seconds', coalesce(round(extract(epoch from clock_timestamp() - min(q.created) filter (where q.status = 'queued' and q.execute_after <= clock_timestamp()))), 0),
        'by_entrypoint', (
            select coalesce(jsonb_agg(jsonb_build_object('entrypoint', e.entrypoint, 'status', e.status, 'jobs', e.jobs) order by e.entrypoint, e.status), '[]')
            from (select k.entrypoint, k.status::text as status, count(*) as jobs from queue.pgqueuer as k group by 1, 2) as e
        ),
        'held_jobs', (
            select coalesce(jsonb_agg(to_jsonb(h)), '[]')
            from (
                select k.id as job, k.entrypoint, k.attempts, k.updated as at, case when auth.sees_errors() then (
                    select l.traceback ->> 'exception_message' from queue.pgqueuer_log as l
                    where l.job_id = k.id and l.traceback is not null order by l.created desc, l.id desc limit 1
                ) end as error
                from queue.pgqueuer as k
                where k.status::text in ('failed', 'exception', 'held') order by k.updated desc limit 20
            ) as h
        )
    )
    from queue.pgqueuer as q
$$;
alter function inventory.queue_health() owner to stockroom_reader;
comment on function inventory.queue_health() is 'The job queue in figures, with the jobs that were given up. Part of api.health().';
