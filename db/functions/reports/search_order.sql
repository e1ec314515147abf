create or replace function inventory.search_order(terms jsonb, sort text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- What a search says itself comes before what the page was sorted by; the last word counts.
declare
    v_sort text := sort;
begin
    select case when (t.value #>> '{plan,down}')::boolean then '-' else '' end || (t.value #>> '{plan,any,0}') into v_sort
    from jsonb_array_elements(terms) with ordinality as t (value, position)
    where t.value #>> '{plan,kind}' = 'sort' order by t.position desc limit 1;
    v_sort := coalesce(v_sort, sort);
    if (ltrim(v_sort, '-') in ('name', 'sku', 'updated', 'created', 'on_hand', 'available') and v_sort !~ '^--') is not true then
        raise exception using errcode = 'IN012', message = format('"%s" is not an order.', left(v_sort, 60)),
            detail = jsonb_build_object('position', 0, 'length', 0, 'term', left(v_sort, 200))::text,
            hint = 'name, sku, updated, created, on_hand or available; with a minus in front, downwards.';
    elsif ltrim(v_sort, '-') in ('on_hand', 'available') and not (auth.in_group('viewer') or auth.in_group('auditor')) then
        raise exception using errcode = 'IN012', message = 'Stock is hidden from you, so that counts are blind.',
            detail = jsonb_build_object('position', 0, 'length', 0, 'term', left(v_sort, 200))::text, hint = 'Sort by name, sku, updated or created.';
    end if;
    return v_sort;
end
$$;
alter function inventory.search_order(jsonb, text) owner to stockroom_owner;
grant execute on function inventory.search_order(jsonb, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.search_order(jsonb, text) is
'The order that a search asks for, or else the one given: a name, with a minus downwards. Raises IN012.';
