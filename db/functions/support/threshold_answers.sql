create or replace function inventory.threshold_answers(threshold_ids integer[])
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- by their keys
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'sku', i.sku, 'name', i.name, 'location', l.code, 'location_name', l.name, 'minimum', t.minimum, 'maximum', t.maximum,
        'margin', t.margin, 'severity', t.severity, 'measure', t.measure, 'balance', b.balance, 'status', b.status,
        'unit', u.code, 'decimals', u.decimals, 'set_by', t.set_by, 'version', t.version, 'seen', inventory.range_mark(t.updated_at, t.version),
        'updated_at', t.updated_at, 'updated_by', t.updated_by, 'updated_by_name', auth.name_of(t.updated_by), 'editable', t.location_id <@ (select auth.postable_ranges())
    ) order by t.item_id, t.location_id), '[]')
    from inventory.thresholds as t
    join inventory.threshold_balances as b using (threshold_id)
    join inventory.items as i on i.item_id = t.item_id
    join inventory.units as u using (unit_id)
    join inventory.locations as l on l.location_id = t.location_id
    where t.threshold_id = any (threshold_answers.threshold_ids)
$$;
alter function inventory.threshold_answers(integer[]) owner to stockroom_owner;
grant execute on function inventory.threshold_answers(integer[]) to stockroom_viewer, stockroom_auditor;
comment on function inventory.threshold_answers(integer[]) is 'Ranges as lists answer them, with the sum each is judged on; those the caller may not see are left out.';
