create or replace function api.suggest_anything(query text, max_rows integer default 5)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- As its caller: each kind is asked only for a group that has it, for a call that is not permitted
-- is refused before its condition is looked at.
declare
    v_said text := btrim(left(coalesce(query, ''), 100));
    v_limit integer := greatest(1, least(coalesce(max_rows, 5), 20));
    v_like text := '%' || inventory.like_text(v_said) || '%';
    v_rows jsonb := '[]';
begin
    if char_length(v_said) < 2 then -- one letter means everything
        return jsonb_build_object('rows', v_rows);
    end if;
    if has_function_privilege('api.suggest_items(text, integer)', 'execute') then
        select coalesce(jsonb_agg(jsonb_build_object('kind', 'item', 'key', r ->> 'sku', 'name', r ->> 'name', 'about', r ->> 'sku')), '[]') into v_rows
        from jsonb_array_elements(api.suggest_items(v_said, v_limit) -> 'rows') as r;
    end if;
    select v_rows || coalesce(jsonb_agg(jsonb_build_object('kind', 'location', 'key', f.location, 'name', f.name, 'about', f.location)), '[]') into v_rows
    from (
        select l.location, l.name from api.locations as l
        where (l.name ilike v_like or l.location ilike v_like) and l.retired_at is null
        order by upper(l.location) = upper(v_said) desc, char_length(l.name), l.name, l.location limit v_limit
    ) as f;
    if has_function_privilege('api.list_saved_views(text, uuid, integer)', 'execute') then
        select v_rows || coalesce(jsonb_agg(jsonb_build_object('kind', 'view', 'key', f.view, 'name', f.name, 'about', f.query) order by f.name, f.view), '[]') into v_rows
        from (
            select v.view, v.name, v.query from api.saved_views as v
            where v.list = 'items' and v.name ilike v_like order by v.name, v.view limit v_limit
        ) as f;
    end if;
    if has_function_privilege('api.list_people(text, text, text, integer)', 'execute') then
        select v_rows || coalesce(jsonb_agg(jsonb_build_object('kind', 'person', 'key', r ->> 'person', 'name', r ->> 'name', 'about', r ->> 'person')), '[]') into v_rows
        from jsonb_array_elements(api.list_people(v_said, 'active', null, v_limit) -> 'rows') as r;
    end if;
    return jsonb_build_object('rows', v_rows);
end
$$;
alter function api.suggest_anything(text, integer) owner to stockroom_owner;
grant execute on function api.suggest_anything(text, integer) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.suggest_anything(text, integer) is
'The items, places, saved views of items and people somebody may mean by a part of a name, a SKU, a barcode or a code, of those they may see; at most max_rows (20) of each kind, nothing for a single letter. Answers {"rows": [{"kind": item, location, view or person, "key": SKU, code, key or name of a login, "name": text, "about": text}]}. Raises IN014.';
