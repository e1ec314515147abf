create or replace function api.list_attributes(search text default '', state text default 'active', after text default null, max_rows integer default 50)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_limit integer := greatest(1, least(coalesce(max_rows, 50), 500));
    v_after jsonb := inventory.read_cursor(after, array['category text', 'position integer', 'attribute text']);
    v_search text := lower(btrim(coalesce(search, '')));
    v_ids integer[];
    v_count bigint;
    v_last jsonb;
    v_rows jsonb;
begin
    perform inventory.check_choice('state', coalesce(list_attributes.state, ''), array['active', 'retired', 'all']);
    with found as materialized (
        select a.attribute_id, c.code, a.position, a.attribute from inventory.attributes as a
        join inventory.categories as c using (category_id)
        where (list_attributes.state = 'all' or (a.retired_at is not null) = (list_attributes.state = 'retired'))
        and (v_search = '' or position(v_search in lower(concat_ws(' ', a.attribute, a.label, c.code, c.name))) > 0)
        limit 10000 -- a company has tens
    )
    select (select count(*) from found), array(
        select f.attribute_id from found as f
        where v_after is null or (f.code, f.position, f.attribute) > (v_after ->> 'category', (v_after ->> 'position')::integer, v_after ->> 'attribute')
        order by f.code, f.position, f.attribute limit v_limit + 1
    ) into v_count, v_ids;
    select coalesce(jsonb_agg(inventory.attribute_answer(i.id) order by i.n), '[]') into v_rows
    from unnest(v_ids[:v_limit]) with ordinality as i (id, n);
    v_last := v_rows -> (v_limit - 1);
    return jsonb_build_object(
        'rows', v_rows,
        'next', case when cardinality(v_ids) > v_limit then inventory.write_cursor(jsonb_build_object(
            'category', v_last -> 'category', 'position', v_last -> 'position', 'attribute', v_last -> 'attribute'
        )) end,
        'count', least(v_count, 1000), 'count_exact', v_count <= 1000
    );
end
$$;
alter function api.list_attributes(text, text, text, integer) owner to stockroom_owner;
grant execute on function api.list_attributes(text, text, text, integer) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.list_attributes(text, text, text, integer) is
'A page of the fields of items that categories declare, by category and order: {"rows": [{"category", "category_name", "attribute", "label", "type", "unit", "choices", "required", "position", "retired_at", "version", "updated_at", "updated_by"}], "next", "count" (to 1,000), "count_exact"}. search: part of a name, label or category; state: active, retired or all. Raises IN014.';
