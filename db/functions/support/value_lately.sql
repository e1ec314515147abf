create or replace function inventory.value_lately()
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('at', s.taken_at, 'value', trim_scale(s.value)) order by s.taken_at), '[]')
    from (
        select k.taken_at, coalesce((select sum(v.value) from inventory.snapshot_values as v where v.taken_at = k.taken_at), 0) as value
        from inventory.snapshots as k order by k.taken_at desc limit 27
    ) as s
$$;
alter function inventory.value_lately() owner to stockroom_owner;
grant execute on function inventory.value_lately() to stockroom_cost, stockroom_auditor;
comment on function inventory.value_lately() is
'What the stock the caller sees was worth at each of the last weeks that are kept, half a year of them, at the cost known then, as a JSON array of {"at", "value"}.';
