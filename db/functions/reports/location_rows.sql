create or replace function api.location_rows(search text default '', closed boolean default false, after text default null, max_rows integer default 500, below text default null)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_limit integer := greatest(1, least(coalesce(max_rows, 500), 500));
    v_search text := lower(btrim(coalesce(search, '')));
    v_after text := coalesce(inventory.read_cursor(after, array['location text']) ->> 'location', '');
    v_below_id integer := case when nullif(btrim(below), '') is not null then inventory.location_of(below) end;
    v_codes text[];
    v_rows jsonb;
begin
    v_codes := array(
        select l.code from inventory.locations as l
        where l.code > v_after and (coalesce(closed, false) or l.retired_at is null)
        and (v_search = '' or position(v_search in lower(l.code)) > 0 or position(v_search in lower(l.name)) > 0)
        and (v_below_id is null or l.location_id in (
            select t.location_id from inventory.location_tree as t where t.ancestor_id = v_below_id and t.location_id <> v_below_id
        ))
        order by l.code limit v_limit + 1
    );
    select coalesce(jsonb_agg(to_jsonb(l) order by l.location), '[]') into v_rows
    from api.locations as l where l.location = any (v_codes[1:v_limit]);
    return jsonb_build_object(
        'rows', v_rows,
        'next', case when cardinality(v_codes) > v_limit then inventory.write_cursor(jsonb_build_object('location', v_codes[v_limit])) end
    );
end
$$;
alter function api.location_rows(text, boolean, text, integer, text) owner to stockroom_owner;
grant execute on function api.location_rows(text, boolean, text, integer, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.location_rows(text, boolean, text, integer, text) is
'A page of the places the caller may see, by their codes and however many they are: {"rows": as api.locations has them, "next"}. search: part of a code or name. closed: with those that are closed. after: the page before''s next. below: those that lie in a place, however deep. Raises IN014.';
