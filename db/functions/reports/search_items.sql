create or replace function api.search_items(
    query text default '', sort text default 'name', after text default null, max_rows integer default 50, before text default null,
    count boolean default true
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_terms jsonb := inventory.read_search(coalesce(query, ''));
    v_limit integer := greatest(1, least(coalesce(max_rows, 50), 500));
    v_sort text := inventory.search_order(v_terms, sort);
    v_summed boolean := v_sort ~ '(on_hand|available)$';
    -- In order by name from the first page on, where there were too many to put in order by a sum.
    v_unsorted text := case when v_summed and inventory.read_cursor(coalesce(nullif(before, ''), after), array['item integer']) ? 'by' then v_sort end;
    v_fields text[] := array['item integer', 'key ' || case when v_sort ~ '(updated|created)$' then 'timestamptz' when v_summed and v_unsorted is null then 'numeric' else 'text' end];
    v_before jsonb := inventory.read_cursor(before, v_fields);
    v_after jsonb := case when v_before is null then inventory.read_cursor(after, v_fields) end;
    v_up integer := case when v_sort like '-%' and v_unsorted is null then -1 else 1 end;
    v_near jsonb := coalesce(v_before, v_after) -> 'near';
    v_by jsonb;
    v_found record;
    v_first jsonb;
    v_last jsonb;
begin
    if v_unsorted is not null then
        select * into v_found from inventory.find_items(inventory.unsorted_terms(v_terms), 'name', v_after, v_limit, v_before, v_near, count is not false);
    else
        select * into v_found from inventory.find_items(v_terms, v_sort, v_after, v_limit, v_before, v_near, count is not false);
        v_unsorted := v_found.unsorted;
    end if;
    v_near := v_found.near_words;
    if v_unsorted is not null then
        v_sort := 'name';
        v_by := '{"by": "name"}';
    end if;
    -- Where the look ended early it goes on from there, whatever was found; from an empty end back
    -- to what lies before it, the place it was asked from included.
    v_first := inventory.search_place(v_found.item_ids[1], v_found.keys[1], v_near);
    v_last := inventory.search_place(v_found.item_ids[cardinality(v_found.item_ids)], v_found.keys[cardinality(v_found.keys)], v_near);
    if v_found.stop is not null then
        v_last := case when v_before is null then v_found.stop || jsonb_build_object('near', v_near) else coalesce(v_last, v_found.stop) end;
        v_first := case when v_before is null then coalesce(v_first, v_found.stop) else v_found.stop end || jsonb_build_object('near', v_near);
    elsif v_first is null then
        v_last := v_before || jsonb_build_object('item', (v_before ->> 'item')::bigint - v_up);
        v_first := v_after || jsonb_build_object('item', (v_after ->> 'item')::bigint + v_up);
    end if;
    return json_build_object(
        'rows', inventory.item_rows_of(v_found.item_ids),
        'next', case when v_before is not null or v_found.more then inventory.write_cursor(v_last || coalesce(v_by, '{}')) end,
        'previous', case when v_after is not null or (v_before is not null and v_found.more) then inventory.write_cursor(v_first || coalesce(v_by, '{}')) end,
        'count', least(v_found.counted, 1000), 'count_exact', v_found.exact, 'looked', v_found.looked,
        'terms', (select coalesce(jsonb_agg(t.value - 'plan' order by t.position), '[]') from jsonb_array_elements(v_terms) with ordinality as t (value, position)),
        'sort', v_sort, 'unsorted', v_unsorted, 'fuzzy', v_near is not null, 'near', v_near
    );
end
$$;
alter function api.search_items(text, text, text, integer, text, boolean) owner to stockroom_owner;
grant execute on function api.search_items(text, text, text, integer, text, boolean) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function api.search_items(text, text, text, integer, text, boolean) is
'A page of the items that match: {"rows", "next", "previous", "count" (to 1,000), "count_exact", "looked" (items looked at, where so many were looked at that the page ends early; next goes on), "terms", "sort", "unsorted" (the order asked for, where there are too many items to put in order by a quantity: they come by name), "fuzzy" (nothing is named so; words are spelled otherwise), "near" (those words)}. query: words (part of a name, start of a SKU, a barcode) and qualifiers, key:value with commas between several values, of which one is enough (a name with a comma in double quotes), comparisons (<10, >=2026-01-31) and ranges (10..20, 1..2kg) of numbers and days, where one number is asked for at once; of what was created or updated a span is an age (<7d: less than seven days ago), of what expires how far ahead. Words side by side must all hold; a minus negates, double quotes hold spaces together, with a backslash before a quote. OR, AND, NOT and parentheses are refused with what is written instead, as is all that cannot be read; what DETAIL proposes as "fix" can be. Qualifiers: api.suggest_search(). sort: name, sku, updated, created, on_hand, available, with a minus downwards; sort: in the query comes first. after: the next page; before: the one before. count: false leaves counting to api.count_searches(), and answers how many are known of. Raises IN012, IN014.';
