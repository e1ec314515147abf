create or replace function inventory.report_moves(since timestamptz, until timestamptz, at_location text, category text)
returns table (
    item_id integer, location_id integer, unit_id integer, category_id integer, opening numeric, received numeric, issued numeric,
    transferred_in numeric, transferred_out numeric, adjusted numeric, reversed numeric, moves bigint
)
language plpgsql
stable security invoker
rows 100000
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set work_mem = '64MB'
as $$
#variable_conflict use_column
declare
    v_location_id integer := case when at_location is not null then inventory.location_of(at_location) end;
    v_category_id integer := case when category is not null then inventory.category_of(category) end;
begin
    return query
    with moved as (
        select m.item_id, m.location_id,
            sum(m.quantity) filter (where d.kind = 'receipt') as received,
            sum(m.quantity) filter (where d.kind = 'issue') as issued,
            sum(m.quantity) filter (where d.kind = 'transfer' and m.quantity > 0) as transferred_in,
            sum(m.quantity) filter (where d.kind = 'transfer' and m.quantity < 0) as transferred_out,
            sum(m.quantity) filter (where d.kind in ('adjustment', 'stocktake')) as adjusted,
            sum(m.quantity) filter (where d.kind = 'reversal') as reversed,
            count(*) as moves
        from inventory.moved_between(since, until) as m
        join inventory.documents as d on d.document_id = m.document_id
        group by m.item_id, m.location_id
    ), opened as (
        select s.item_id, s.location_id, sum(s.on_hand) as on_hand
        from inventory.stock_at(since - interval '1 microsecond', null) as s
        group by s.item_id, s.location_id
    )
    select item_id, location_id, i.unit_id, i.category_id, coalesce(o.on_hand, 0), coalesce(m.received, 0), coalesce(m.issued, 0),
        coalesce(m.transferred_in, 0), coalesce(m.transferred_out, 0), coalesce(m.adjusted, 0), coalesce(m.reversed, 0), coalesce(m.moves, 0)
    from moved as m
    full join opened as o using (item_id, location_id)
    join inventory.items as i using (item_id)
    where (o.on_hand <> 0 or m.moves > 0)
    and (v_location_id is null or location_id in (
        select t.location_id from inventory.location_tree as t where t.ancestor_id = v_location_id
    ))
    and (v_category_id is null or i.category_id in (select inventory.categories_below(v_category_id)));
end
$$;
alter function inventory.report_moves(timestamptz, timestamptz, text, text) owner to stockroom_owner;
grant execute on function inventory.report_moves(timestamptz, timestamptz, text, text) to stockroom_viewer, stockroom_auditor;
comment on function inventory.report_moves(timestamptz, timestamptz, text, text) is
'What moved by item and location between two instants, by kind, with what was on hand before. Raises IN014.';
