create or replace function inventory.ledger_ids(
    asked jsonb, cursor_id bigint, newer boolean, max_rows integer, out ids bigint[], out is_done boolean
)
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- by keys, however many rows are guessed: a page is few rows of large tables
set enable_bitmapscan = off -- in order, and no further than the page
as $$
-- By item, or place by place, in the order of their indexes. Anything else is looked for among the
-- next so many movements: whoever asks goes on from there, and is told.
declare
    -- 60,000 together: what is frequent is found among few, by documents read once each.
    c_windows constant integer[] := array[1000, 4000, 15000, 20000, 20000];
    v_window integer;
    v_by_document boolean := asked ?| array['kind', 'by', 'reference', 'is'];
    -- Nothing is recorded before it happened.
    v_first bigint := coalesce(inventory.movement_around(greatest((asked ->> 'from')::timestamptz, (asked #>> '{happened,from}')::timestamptz), false), 1);
    v_last bigint := coalesce(inventory.movement_around((asked ->> 'to')::timestamptz, true), inventory.last_movement() + 1, 1);
    v_low bigint := case when newer then cursor_id + 1 else v_first end; -- from, included
    v_high bigint := case when newer then v_last else least(cursor_id, v_last) end; -- to, excluded
    v_document text := 'from inventory.documents as d where d.document_id = m.document_id'
        || case when asked ? 'kind' then ' and $1 -> ''kind'' ? d.kind' else '' end
        || case when asked ? 'by' then ' and $1 -> ''by'' ? d.posted_by' else '' end
        || case when asked ? 'reference' then ' and starts_with(lower(d.reference), $1 ->> ''reference'')' else '' end
        || case when asked ? 'is' then format(' and %s exists (select from inventory.documents as r where r.reverses_document_id = d.document_id)',
            case asked ->> 'is' when 'posted' then 'not' else '' end) else '' end;
    v_filter text := concat_ws(' and ', 'true',
        case when asked ? 'from' then 'm.posted_at >= ($1 ->> ''from'')::timestamptz' end,
        case when asked ? 'to' then 'm.posted_at < ($1 ->> ''to'')::timestamptz' end,
        case when asked #> '{happened,from}' is not null then 'm.occurred_at >= ($1 #>> ''{happened,from}'')::timestamptz' end,
        case when asked #> '{happened,to}' is not null then 'm.occurred_at < ($1 #>> ''{happened,to}'')::timestamptz' end,
        case when asked ? 'location' then 'm.location_id = any (array(select e.id::integer from jsonb_array_elements_text($1 -> ''location'') as e (id)))' end,
        case when asked ? 'lot' then 'm.lot_id = any (array(select e.id::integer from jsonb_array_elements_text($1 -> ''lot'') as e (id)))' end,
        case when asked ? 'item' and v_by_document then 'exists (select ' || v_document || ')' end
    );
    v_order text := format('order by m.movement_id %s limit $4', case when newer then 'asc' else 'desc' end);
    v_key text := case when asked ? 'item' then 'item' when asked ? 'location' and not v_by_document then 'location' end;
    v_found bigint[];
begin
    ids := '{}';
    if v_key is not null then
        execute format(
            'select array_agg(m.movement_id) from (select m.movement_id from jsonb_array_elements_text($1 -> %1$L) as k (id) cross join lateral ('
            'select m.movement_id from inventory.movements as m where m.%2$I = k.id::integer and m.movement_id >= $2 and m.movement_id < $3 and %3$s %4$s'
            ') as m %5$s %4$s) as m', v_key, v_key || '_id', v_filter, v_order,
            -- What moved has a level: an item that lies, and lay, at none of the caller's places is not looked through.
            case when v_key = 'item' then 'where (select true from inventory.stock_levels as s where s.item_id = k.id::integer limit 1)' end
        ) into ids using asked, v_low, v_high, max_rows;
        is_done := coalesce(cardinality(ids), 0) < max_rows;
        return;
    end if;
    foreach v_window in array c_windows loop
        execute format(
            'with m as %s materialized (select m.movement_id, m.document_id from inventory.movements as m where m.movement_id >= $2 and m.movement_id < $3 and %s) '
            'select coalesce(array_agg(m.movement_id), ''{}'') from (select m.movement_id from m %s %s) as m', case when v_by_document then '' else 'not' end, v_filter,
            case when v_by_document then 'join (select d.document_id from (select distinct m.document_id from m) as m '
            'cross join lateral (select d.document_id ' || v_document || ' offset 0) as d) as d using (document_id)' else '' end, v_order
        ) into v_found using asked, case when newer then v_low else greatest(v_low, v_high - v_window) end,
            case when newer then least(v_high, v_low + v_window) else v_high end, max_rows - cardinality(ids);
        ids := ids || v_found;
        if newer then v_low := v_low + v_window; else v_high := v_high - v_window; end if;
        is_done := v_low >= v_high;
        exit when is_done or cardinality(ids) >= max_rows;
    end loop;
    if not is_done and cardinality(ids) < max_rows then
        -- Where it goes on: a key that is nobody's row of this answer.
        ids := ids || -case when newer then v_low - 1 else v_high end;
    end if;
end
$$;
alter function inventory.ledger_ids(jsonb, bigint, boolean, integer) owner to stockroom_owner;
grant execute on function inventory.ledger_ids(jsonb, bigint, boolean, integer) to stockroom_viewer, stockroom_auditor;
comment on function inventory.ledger_ids(jsonb, bigint, boolean, integer) is
'Keys of the next movements that a search asks for, before a key and newest first or after it and oldest first; whether the ledger ends there; the last is negative, the key it goes on from, where the search stopped looking.';
