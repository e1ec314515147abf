create or replace function api.list_locations(search text default '', below text default null, closed boolean default false, max_rows integer default 500)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_limit integer := greatest(1, least(coalesce(max_rows, 500), 1000));
    v_search text := btrim(coalesce(search, ''));
    v_below_id integer := case when nullif(btrim(below), '') is not null then inventory.location_of(below) end;
    v_count integer;
    v_levels integer := 30;
    v_rows jsonb;
begin
    select count(*) into v_count from (
        select from inventory.locations as l where coalesce(closed, false) or l.retired_at is null limit v_limit + 1
    ) as l;
    -- Few enough are shown whole; of more, two levels, and the rest where somebody looks into them.
    if v_count > v_limit and v_search = '' then
        v_levels := case when v_below_id is null then 2 else 1 end;
    end if;
    with recursive place as (
        select l.location_id, l.code, l.name, l.kind, l.parent_id, l.retired_at, l.allow_negative, 0 as depth, l.name as path, array[l.name, l.code] as place_order
        from inventory.locations as l
        where case when v_below_id is null then l.parent_id is null else l.parent_id = v_below_id end and (coalesce(closed, false) or l.retired_at is null)
        union all
        select l.location_id, l.code, l.name, l.kind, l.parent_id, l.retired_at, l.allow_negative, p.depth + 1, p.path || ' / ' || l.name, p.place_order || array[l.name, l.code]
        from place as p
        join inventory.locations as l on l.parent_id = p.location_id
        where p.depth + 1 < v_levels and (coalesce(closed, false) or l.retired_at is null)
    ), shown as (
        select p.* from place as p
        where v_search = '' or position(lower(v_search) in lower(p.code)) > 0 or position(lower(v_search) in lower(p.name)) > 0
        order by p.place_order limit v_limit + 1
    )
    select coalesce(jsonb_agg(jsonb_build_object(
        'location', s.code, 'name', s.name, 'kind', s.kind, 'depth', s.depth, 'path', s.path, 'retired_at', s.retired_at,
        'parent', (select a.code from inventory.locations as a where a.location_id = s.parent_id),
        'allow_negative', s.allow_negative, 'postable', s.location_id <@ (select auth.postable_ranges()),
        'below', (select count(*) from inventory.locations as c where c.parent_id = s.location_id and (coalesce(closed, false) or c.retired_at is null))
    ) order by s.place_order), '[]') into v_rows
    from shown as s;
    return jsonb_build_object(
        'rows', coalesce(jsonb_path_query_array(v_rows, '$[0 to $last]', jsonb_build_object('last', v_limit - 1)), '[]'),
        'more', jsonb_array_length(v_rows) > v_limit, 'whole', v_levels = 30 and v_count <= v_limit
    );
end
$$;
alter function api.list_locations(text, text, boolean, integer) owner to stockroom_owner;
grant execute on function api.list_locations(text, text, boolean, integer) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.list_locations(text, text, boolean, integer) is
'The tree of the places the caller may see, from the top down, or below one of them: {"rows": [{"location", "name", "kind", "depth", "path", "parent", "below": how many lie in it, "postable", "allow_negative", "retired_at"}], "more": whether there are further ones, "whole": whether all levels are here}. search: part of a code or name. closed: with those that are closed. Of more than max_rows places two levels are answered, of one below its own. Raises IN014.';
