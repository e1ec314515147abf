create or replace function inventory.movement_page(item_id integer, after text, max_rows integer)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- by keys, however many rows are guessed: a page is few rows of large tables
set enable_bitmapscan = off -- in order, and no further than the page: not all of an item's, sorted
as $$
declare
    v_limit integer := greatest(1, least(coalesce(max_rows, 50), 500));
    -- A bound that always holds: "or there is none" could be no index's condition.
    v_before bigint := coalesce((inventory.read_cursor(after, array['movement bigint']) ->> 'movement')::bigint, 9223372036854775807);
    v_ids bigint[];
begin
    -- Which first, by the keys alone; then what they say.
    if item_id is null then
        v_ids := inventory.newest_movements(v_before, v_limit + 1);
    else
        select array_agg(m.movement_id) into v_ids from (
            select k.movement_id from inventory.movements as k
            where k.item_id = movement_page.item_id and k.movement_id < v_before
            order by k.movement_id desc limit v_limit + 1
        ) as m;
    end if;
    return jsonb_build_object(
        'rows', inventory.movement_rows(v_ids[1:v_limit]),
        'next', case when cardinality(v_ids) > v_limit
            then inventory.write_cursor(jsonb_build_object('movement', v_ids[v_limit])) end
    );
end
$$;
alter function inventory.movement_page(integer, text, integer) owner to stockroom_owner;
grant execute on function inventory.movement_page(integer, text, integer) to stockroom_viewer, stockroom_auditor;
comment on function inventory.movement_page(integer, text, integer) is
'A page of the ledger, newest first, of one item or of all (null). Raises IN014.';
