create or replace function inventory.alert_counts()
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'out', count(*) filter (where a.kind = 'out'), 'low', count(*) filter (where a.kind = 'low'),
        'over', count(*) filter (where a.kind = 'over')
    )
    from inventory.alerts as a
    where a.resolved_at is null
$$;
alter function inventory.alert_counts() owner to stockroom_owner;
grant execute on function inventory.alert_counts() to stockroom_viewer, stockroom_auditor;
comment on function inventory.alert_counts() is 'The open alerts the caller may see, counted by kind.';
