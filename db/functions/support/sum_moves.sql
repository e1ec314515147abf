create or replace function inventory.sum_moves(taken_at timestamptz)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set work_mem = '64MB'
as $$
#variable_conflict use_column
declare
    v_at constant timestamptz := sum_moves.taken_at;
    v_from constant timestamptz := coalesce((select max(s.taken_at) from inventory.snapshots as s where s.taken_at < v_at), '-infinity');
    v_known_to constant bigint := (select s.known_to from inventory.snapshots as s where s.taken_at = v_at);
begin
    update inventory.snapshots as s set moves_from = v_from where s.taken_at = v_at;
    delete from inventory.move_sums as u where u.taken_at = v_at;
    if v_from = '-infinity' then
        return; -- before the first nothing is asked for by its sums
    end if;
    insert into inventory.move_sums (
        taken_at, location_id, category_ids, unit_ids, received, issued, transferred_in, transferred_out, adjusted, reversed, moves,
        item_ids, item_unit_ids
    )
    with moved as materialized (
        select m.location_id, m.item_id, i.category_id, i.unit_id,
            sum(m.quantity) filter (where d.kind = 'receipt') as received,
            sum(m.quantity) filter (where d.kind = 'issue') as issued,
            sum(m.quantity) filter (where d.kind = 'transfer' and m.quantity > 0) as transferred_in,
            sum(m.quantity) filter (where d.kind = 'transfer' and m.quantity < 0) as transferred_out,
            sum(m.quantity) filter (where d.kind in ('adjustment', 'stocktake')) as adjusted,
            sum(m.quantity) filter (where d.kind = 'reversal') as reversed,
            count(*)::integer as moves
        from inventory.moved_between(v_from, v_at, recorded_to => v_known_to) as m
        join inventory.documents as d on d.document_id = m.document_id
        join inventory.items as i on i.item_id = m.item_id
        group by m.location_id, m.item_id, i.category_id, i.unit_id
    ), figure as (
        select m.location_id, m.category_id, m.unit_id, trim_scale(coalesce(sum(m.received), 0)) as received,
            trim_scale(coalesce(sum(m.issued), 0)) as issued, trim_scale(coalesce(sum(m.transferred_in), 0)) as transferred_in,
            trim_scale(coalesce(sum(m.transferred_out), 0)) as transferred_out, trim_scale(coalesce(sum(m.adjusted), 0)) as adjusted,
            trim_scale(coalesce(sum(m.reversed), 0)) as reversed, sum(m.moves)::integer as moves
        from moved as m
        group by m.location_id, m.category_id, m.unit_id
    )
    select v_at, f.location_id, array_agg(f.category_id), array_agg(f.unit_id), array_agg(f.received), array_agg(f.issued),
        array_agg(f.transferred_in), array_agg(f.transferred_out), array_agg(f.adjusted), array_agg(f.reversed), array_agg(f.moves),
        i.item_ids, i.unit_ids
    from figure as f
    join (
        select m.location_id, array_agg(m.item_id) as item_ids, array_agg(m.unit_id) as unit_ids
        from (select n.location_id, n.item_id, n.unit_id from moved as n order by n.location_id, n.item_id) as m
        group by m.location_id
    ) as i on i.location_id = f.location_id
    group by f.location_id, i.item_ids, i.unit_ids;
end
$$;
alter function inventory.sum_moves(timestamptz) owner to stockroom_keeper;
comment on function inventory.sum_moves(timestamptz) is
'Adds up what moved from the snapshot before up to this one, by place, category and unit, by the categories that items have now. Called by inventory.sum_snapshot, which holds the categories still.';
