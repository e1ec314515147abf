create or replace function inventory.item_moves(since timestamptz, until timestamptz, place_ids integer[], item_ids integer[])
returns table (
    item_id integer, opening numeric, received numeric, issued numeric, transferred_in numeric, transferred_out numeric, adjusted numeric,
    reversed numeric, moves bigint
)
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set work_mem = '64MB'
as $$
#variable_conflict use_column
-- Of these items the whole ledger: by their index that is less than any sum that is kept.
declare
    v_places constant integer[] := inventory.own_places(place_ids);
begin
    return query
    select m.item_id, coalesce(sum(m.quantity) filter (where m.occurred_at < since), 0),
        coalesce(sum(m.quantity) filter (where m.kind = 'receipt'), 0),
        coalesce(sum(m.quantity) filter (where m.kind = 'issue'), 0),
        coalesce(sum(m.quantity) filter (where m.kind = 'transfer' and m.quantity > 0), 0),
        coalesce(sum(m.quantity) filter (where m.kind = 'transfer' and m.quantity < 0), 0),
        coalesce(sum(m.quantity) filter (where m.kind in ('adjustment', 'stocktake')), 0),
        coalesce(sum(m.quantity) filter (where m.kind = 'reversal'), 0),
        count(m.kind)
    from (
        select k.item_id, k.quantity, k.occurred_at, case when k.occurred_at >= since then (
            select d.kind from inventory.documents as d where d.document_id = k.document_id
        ) end as kind
        from unnest(item_ids) as n (item_id)
        cross join lateral (
            select l.item_id, l.quantity, l.occurred_at, l.document_id from inventory.movements as l
            where l.item_id = n.item_id and l.occurred_at < until and l.location_id = any (v_places) offset 0
        ) as k
    ) as m
    group by m.item_id;
end
$$;
alter function inventory.item_moves(timestamptz, timestamptz, integer[], integer[]) owner to stockroom_reader;
grant execute on function inventory.item_moves(timestamptz, timestamptz, integer[], integer[]) to stockroom_viewer, stockroom_auditor;
comment on function inventory.item_moves(timestamptz, timestamptz, integer[], integer[]) is
'What moved of some items between two instants by its kind, with what was on hand before, at those of the caller''s places (null: all).';
