create or replace function inventory.search_ids(terms jsonb, sort text, after jsonb, max_rows integer)
returns table (item_ids integer[], more boolean, counted integer)
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
-- Runs past row policies so that the indexes on names can be used (a row policy forbids
-- operators that are not leakproof), and filters by the caller's rights itself.
declare
    v_all boolean := auth.in_group('auditor');
    v_bits varbit := auth.readable_bits();
    v_where text;
    v_key text := case ltrim(sort, '-') when 'sku' then 'i.sku' when 'updated' then 'i.updated_at' else 'i.name' end;
    v_type text := case ltrim(sort, '-') when 'updated' then 'timestamptz' else 'text' end;
    v_down boolean := sort like '-%';
begin
    if not (auth.in_group('viewer') or v_all) then
        perform inventory.refuse_search('Stock is hidden from you, so that counts are blind.', 'Search by name, sku, category or is.',
            (t ->> 'position')::integer, (t ->> 'length')::integer, t ->> 'value')
        from jsonb_array_elements(terms) as t where t ->> 'key' in ('location', 'lot', 'status');
        v_bits := null;
    end if;
    if not (auth.in_group('viewer') or v_all or auth.in_group('counter')) then
        item_ids := '{}'; more := false; counted := 0;
        return next;
        return;
    end if;
    select string_agg(inventory.search_condition(t.value), ' and ') into v_where
    from jsonb_array_elements(terms) as t (value);
    v_where := coalesce(v_where, 'true') || case when terms @? '$[*] ? (@.key == "is")' then '' else ' and i.retired_at is null' end;

    execute format('select count(*) from (select from inventory.items as i where %s limit 1001) as n', v_where)
    into counted using v_bits, v_all;
    execute format(
        'select coalesce(array_agg(n.item_id order by n.position), ''{}'') from ('
        'select i.item_id, row_number() over (order by %1$s %2$s, i.item_id %2$s) as position '
        'from inventory.items as i where %3$s and %4$s order by %1$s %2$s, i.item_id %2$s limit %5$s) as n',
        v_key, case when v_down then 'desc' else 'asc' end, v_where,
        case when after is null then 'true' else format(
            '(%s, i.item_id) %s (%L::%s, %L::integer)', v_key, case when v_down then '<' else '>' end, after ->> 'key', v_type, after ->> 'item')
        end, max_rows + 1
    ) into item_ids using v_bits, v_all;
    more := cardinality(item_ids) > max_rows;
    item_ids := item_ids[1:max_rows];
    return next;
end
$$;
alter function inventory.search_ids(jsonb, text, jsonb, integer) owner to stockroom_reader;
grant execute on function inventory.search_ids(jsonb, text, jsonb, integer) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.search_ids(jsonb, text, jsonb, integer) is
'The items that match all terms, in order, after a place, with the count to 1,001. Only what the caller may see is looked at. Raises IN012 where a counter asks for what lies where.';
