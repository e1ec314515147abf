create or replace function api.worker_heartbeat(worker text, started_at timestamptz, version text)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if worker is null or started_at is null or version is null then
        raise exception using errcode = 'IN017', message = 'A heartbeat names its worker, when it started and its version.',
            hint = 'Give all three.';
    end if;
    insert into inventory.workers as w (worker, started_at, heartbeat_at, version)
    values (worker_heartbeat.worker, worker_heartbeat.started_at, clock_timestamp(), worker_heartbeat.version)
    on conflict on constraint workers_pkey do update
    set started_at = excluded.started_at, heartbeat_at = excluded.heartbeat_at, version = excluded.version;
end
$$;
alter function api.worker_heartbeat(text, timestamptz, text) owner to stockroom_keeper;
grant execute on function api.worker_heartbeat(text, timestamptz, text) to stockroom_worker;
comment on function api.worker_heartbeat(text, timestamptz, text) is 'A worker says that it is alive, every 10 seconds. Raises IN017 where one of the three is null.';
