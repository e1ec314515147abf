create or replace function inventory.default_counts(default_id integer)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('ranges', count(*), 'alerts', count(*) filter (where b.status <> 'ok'))
    from (select t.threshold_id from inventory.thresholds as t where t.default_id = default_counts.default_id limit 10001) as t
    cross join lateral (select k.status from inventory.threshold_balances as k where k.threshold_id = t.threshold_id offset 0) as b
$$;
alter function inventory.default_counts(integer) owner to stockroom_owner;
grant execute on function inventory.default_counts(integer) to stockroom_viewer, stockroom_auditor;
comment on function inventory.default_counts(integer) is
'How many ranges a default has set and how many of them are crossed, counted to 10,001, of what the caller sees.';
