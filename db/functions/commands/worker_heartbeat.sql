create or replace function api.worker_heartbeat(worker text, started_at timestamptz, version text)
returns void
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    insert into inventory.workers as w (worker, started_at, heartbeat_at, version)
    values (worker_heartbeat.worker, worker_heartbeat.started_at, clock_timestamp(), worker_heartbeat.version)
    on conflict on constraint workers_pkey do update
    set started_at = excluded.started_at, heartbeat_at = excluded.heartbeat_at, version = excluded.version
$$;
alter function api.worker_heartbeat(text, timestamptz, text) owner to stockroom_keeper;
grant execute on function api.worker_heartbeat(text, timestamptz, text) to stockroom_worker;
comment on function api.worker_heartbeat(text, timestamptz, text) is 'A worker says that it is alive, every 10 seconds.';
