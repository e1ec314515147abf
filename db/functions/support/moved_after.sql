create or replace function inventory.moved_after(
    kept_at timestamptz, known_to bigint, until timestamptz, place_ids integer[] default null, recorded_to bigint default null
)
returns table (item_id integer, location_id integer, lot_id integer, quantity numeric, occurred_at timestamptz, kind text)
language plpgsql
stable security invoker
rows 1000
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan -- a day of the ledger or all of it: a plan for each
as $$
#variable_conflict use_column
begin
    return query
    select m.item_id, m.location_id, m.lot_id, m.quantity, m.occurred_at, d.kind
    from (
        select b.item_id, b.location_id, b.lot_id, b.quantity, b.occurred_at, b.document_id
        from inventory.moved_between(kept_at, until, null, place_ids, recorded_to) as b
        union all
        select l.item_id, l.location_id, l.lot_id, l.quantity, l.occurred_at, k.document_id
        from inventory.moved_late('-infinity', kept_at, known_to, null, place_ids, recorded_to) as l
        cross join lateral (
            select m.document_id from inventory.movements as m where m.movement_id = l.movement_id and m.posted_at = l.posted_at offset 0
        ) as k
        where l.occurred_at < until
    ) as m -- documents each by its key: of a day's few, all would be read
    cross join lateral (select k.kind from inventory.documents as k where k.document_id = m.document_id offset 0) as d;
end
$$;
alter function inventory.moved_after(timestamptz, bigint, timestamptz, integer[], bigint) owner to stockroom_owner;
grant execute on function inventory.moved_after(timestamptz, bigint, timestamptz, integer[], bigint) to stockroom_keeper, stockroom_reader;
comment on function inventory.moved_after(timestamptz, bigint, timestamptz, integer[], bigint) is
'What sums of all that moved, kept at an instant when known_to was the newest movement, lack of what happened before another, with the kind of each: for functions past row policies. recorded_to leaves later movements out, for the making of sums.';
