create or replace function api.search_movements(
    query text default '', after text default null, max_rows integer default 50, before text default null
)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_limit integer := greatest(1, least(coalesce(max_rows, 50), 500));
    v_asked jsonb := inventory.read_ledger_search(query);
    v_after bigint := (inventory.read_cursor(after, array['movement bigint']) ->> 'movement')::bigint;
    v_before bigint := (inventory.read_cursor(before, array['movement bigint']) ->> 'movement')::bigint;
    v_newer boolean := v_before is not null;
    v_found record;
    v_ids bigint[];
    v_on bigint; -- where looking stopped
    v_more boolean;
begin
    if v_asked = '{}' and not v_newer then -- also for people of few or quiet places
        v_ids := coalesce(inventory.newest_movements(coalesce(v_after, 9223372036854775807), v_limit + 1), '{}');
        v_more := cardinality(v_ids) > v_limit;
    else
        v_found := inventory.ledger_ids(v_asked, coalesce(v_before, v_after, 9223372036854775807), v_newer, v_limit + 1);
        v_ids := array(select i.id from unnest(v_found.ids) as i (id) where i.id > 0);
        v_on := (select -i.id from unnest(v_found.ids) as i (id) where i.id < 0);
        v_more := cardinality(v_ids) > v_limit;
    end if;
    v_ids := array(select i.id from unnest(v_ids[1:v_limit]) as i (id) order by i.id desc);
    return jsonb_build_object(
        'rows', inventory.movement_rows(v_ids), 'terms', v_asked - 'of_items',
        'looked_on', v_on is not null, 'of_items', v_asked -> 'of_items',
        'next', case
            when v_newer then inventory.write_cursor(jsonb_build_object('movement', coalesce(v_ids[cardinality(v_ids)], v_before + 1)))
            when v_more then inventory.write_cursor(jsonb_build_object('movement', v_ids[v_limit]))
            when v_on is not null then inventory.write_cursor(jsonb_build_object('movement', v_on))
        end,
        'previous', case
            when not v_newer and v_after is null then null
            when not v_newer then inventory.write_cursor(jsonb_build_object('movement', coalesce(v_ids[1], v_after - 1)))
            when v_more then inventory.write_cursor(jsonb_build_object('movement', v_ids[1]))
            when v_on is not null then inventory.write_cursor(jsonb_build_object('movement', v_on))
        end
    );
end
$$;
alter function api.search_movements(text, text, integer, text) owner to stockroom_owner;
grant execute on function api.search_movements(text, text, integer, text) to stockroom_viewer, stockroom_auditor;
comment on function api.search_movements(text, text, integer, text) is
'A page of the movements the caller may see that match a search, newest first. query: words as of api.search_items (part of a name, start of a SKU) or one SKU or barcode, and item: (a SKU or its beginning first), location: (with what lies below; several with commas), kind: and by: (a login, a name or part of it; several with commas), lot:, reference: (its beginning), happened: (days it happened: today, 7d, <7d, 2026-01-31, 2026-01-01..2026-01-31), from: and to: (days it was recorded: 2026-01-31, today, 7d for seven days ago, in the person''s zone), is:reversed or is:posted; each once, all of them hold. What cannot be read is refused as in api.search_items. after: the page before''s next; before: a page''s previous, for what is newer. What is rare is looked for among 60,000 movements at a time: looked_on says that there is more to look through from next. Answers an object: {"rows": array, "next": text or null, "previous": text or null, "looked_on": true or false, "of_items" (how many items were looked through, where more match the words; else null), "terms": object}. Raises IN012, IN014.';
