create or replace function api.health()
returns jsonb
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'as_of', clock_timestamp(),
        'database', jsonb_build_object(
            'version', current_setting('server_version'),
            'size_bytes', pg_database_size(current_database()),
            'connections', (select count(*) from pg_catalog.pg_stat_activity as a where a.datname = current_database()),
            'max_connections', current_setting('max_connections')::integer,
            'uptime_seconds', round(extract(epoch from clock_timestamp() - pg_postmaster_start_time())),
            'in_recovery', pg_is_in_recovery()
        ),
        'queue', inventory.queue_health(),
        'worker', (
            select jsonb_build_object(
                'heartbeat_at', max(w.heartbeat_at), 'workers', count(*) filter (where w.heartbeat_at > now() - interval '1 minute'),
                'age_seconds', round(extract(epoch from clock_timestamp() - max(w.heartbeat_at)))
            )
            from inventory.workers as w
        ),
        'mail', (
            select jsonb_build_object(
                'queued', count(*) filter (where d.state in ('queued', 'sending')),
                'failed', count(*) filter (where d.state = 'failed'),
                'last_error', case when auth.sees_errors() then (select e.last_error from inventory.deliveries as e where e.last_error <> '' and e.state <> 'sent' order by e.attempted_at desc nulls last limit 1) end
            )
            from inventory.deliveries as d where d.state in ('queued', 'sending', 'failed')
        ) || coalesce((
            select jsonb_build_object('last_sent_at', d.sent_at, 'last_sent_to_name', p.name)
            from inventory.deliveries as d
            join auth.people as p using (person)
            where d.sent_at is not null order by d.sent_at desc limit 1
        ), '{"last_sent_at": null, "last_sent_to_name": null}'),
        'ledger', (
            select jsonb_build_object('proved_at', max(p.proved_at), 'problems', (
                select jsonb_array_length(l.problems) from inventory.proofs as l order by l.proved_at desc limit 1
            ))
            from inventory.proofs as p
        )
    )
    where auth.in_group('manager') or auth.in_group('auditor') or auth.in_group('admin') or session_user = 'stockroom_worker'
$$;
alter function api.health() owner to stockroom_reader;
grant execute on function api.health() to stockroom_manager, stockroom_auditor, stockroom_admin, stockroom_worker;
comment on function api.health() is
'How the system is: database, queue, worker, mail and the last proof of the ledger, as one JSON object. Ages in seconds, sizes in bytes. What mail servers said, which names addresses, is for auditors and admins.';
