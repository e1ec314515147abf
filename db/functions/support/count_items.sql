create or replace function inventory.count_items(query text, max_rows integer)
returns bigint
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_terms jsonb := inventory.read_search(coalesce(query, ''));
    v_near jsonb;
    v_count bigint := 0;
    v_found record;
    v_stop jsonb;
begin
    perform inventory.search_order(v_terms, 'sku'); -- as the list refuses an order by what is hidden
    v_terms := inventory.unsorted_terms(v_terms);
    -- A look that ended early goes on where it stopped.
    loop
        select * into v_found from inventory.find_items(v_terms, 'sku', v_stop, (max_rows - v_count)::integer, null, v_near);
        v_near := v_found.near_words;
        v_count := v_count + cardinality(v_found.item_ids);
        v_stop := v_found.stop;
        exit when v_stop is null or v_count >= max_rows;
    end loop;
    return v_count;
end
$$;
alter function inventory.count_items(text, integer) owner to stockroom_owner;
grant execute on function inventory.count_items(text, integer) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.count_items(text, integer) is 'How many items a search finds for the caller, to so many; as api.search_items() finds them, with words spelled otherwise where nothing is named so. Raises IN012.';
