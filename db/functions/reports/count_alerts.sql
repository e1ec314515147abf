create or replace function api.count_alerts()
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
    select jsonb_build_object('count', least(count(*), 1000), 'count_exact', count(*) <= 1000)
    from (select from inventory.alerts as a where a.resolved_at is null limit 1001) as a
$$;
alter function api.count_alerts() owner to stockroom_owner;
grant execute on function api.count_alerts() to stockroom_viewer, stockroom_auditor;
comment on function api.count_alerts() is
'How many alerts are open at the places the caller may see: {"count" (to 1,000), "count_exact"}.';
