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
    c_window constant integer := 20000;
    c_windows constant integer := 3;
    v_by_document boolean := asked ?| array['kind', 'by', 'reference', 'is'];
    v_first bigint := coalesce(inventory.movement_around((asked ->> 'from')::timestamptz, false), 1);
    v_last bigint := coalesce(inventory.movement_around((asked ->> 'to')::timestamptz, true), inventory.last_movement() + 1, 1);
    v_low bigint := case when newer then cursor_id + 1 else v_first end; -- from, included
    v_high bigint := case when newer then v_last else least(cursor_id, v_last) end; -- to, excluded
    v_filter text := concat_ws(' and ', 'true',
        case when asked ? 'from' then 'm.posted_at >= ($1 ->> ''from'')::timestamptz' end,
        case when asked ? 'to' then 'm.posted_at < ($1 ->> ''to'')::timestamptz' end,
        case when asked ? 'location' then 'm.location_id = any (array(select e.id::integer from jsonb_array_elements_text($1 -> ''location'') as e (id)))' end,
        case when asked ? 'lot' then 'm.lot_id = any (array(select e.id::integer from jsonb_array_elements_text($1 -> ''lot'') as e (id)))' end,
        case when v_by_document then 'exists (select from inventory.documents as d where d.document_id = m.document_id' end
        || case when asked ? 'kind' then ' and $1 -> ''kind'' ? d.kind' else '' end
        || case when asked ? 'by' then ' and $1 -> ''by'' ? d.posted_by' else '' end
        || case when asked ? 'reference' then ' and starts_with(lower(d.reference), $1 ->> ''reference'')' else '' end
        || case when asked ? 'is' then format(' and %s exists (select from inventory.documents as r where r.reverses_document_id = d.document_id)',
            case asked ->> 'is' when 'posted' then 'not' else '' end) else '' end || ')'
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
            ') as m %4$s) as m', v_key, v_key || '_id', v_filter, v_order
        ) into ids using asked, v_low, v_high, max_rows;
        is_done := coalesce(cardinality(ids), 0) < max_rows;
        return;
    end if;
    for n in 1 .. c_windows loop
        execute format(
            'select coalesce(array_agg(m.movement_id), ''{}'') from (select m.movement_id from inventory.movements as m '
            'where m.movement_id >= $2 and m.movement_id < $3 and %s %s) as m', v_filter, v_order
        ) into v_found using asked, case when newer then v_low else greatest(v_low, v_high - c_window) end,
            case when newer then least(v_high, v_low + c_window) else v_high end, max_rows - cardinality(ids);
        ids := ids || v_found;
        if newer then v_low := v_low + c_window; else v_high := v_high - c_window; end if;
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
