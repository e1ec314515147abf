create or replace function api.count_list(list text, asked jsonb default '{}', most integer default 1000)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
-- As its list is read, so that both agree: by keys where it has them, else page by page.
declare
    c_all constant integer := 100000000;
    v_most integer := case when most between 1 and c_all then most else c_all end;
    v_count bigint := 0;
    v_begun timestamptz := clock_timestamp();
    v_asked jsonb := coalesce(asked, '{}');
    v_after text;
    v_page jsonb;
    v_partial boolean := false;
begin
    if (count_list.list in ('items', 'movements', 'alerts', 'ranges', 'lots', 'people')) is not true then
        raise exception using errcode = 'IN014', message = format('No list "%s" is counted.', left(count_list.list, 60)),
            hint = 'items, movements, alerts, ranges, lots or people.';
    end if;
    perform inventory.check_keys(said => v_asked, known => case count_list.list
        when 'items' then array['query'] when 'movements' then array['query'] when 'alerts' then array['state']
        when 'ranges' then array['query', 'location', 'status', 'severity', 'set_by'] when 'lots' then array['state', 'query']
        else array['search', 'state'] end, nested => '{}');
    if count_list.list = 'items' then
        v_count := inventory.count_items(v_asked ->> 'query', v_most + 1);
    elsif count_list.list = 'movements' then
        v_count := inventory.count_movements(v_asked ->> 'query', v_most + 1);
        v_partial := inventory.read_ledger_search(v_asked ->> 'query') ? 'of_items'; -- only those of the first so many items
    else
        loop
            -- Each a statement of its own: who keeps people alone may not even name the others, nor they this one.
            if count_list.list = 'alerts' then
                v_page := api.list_alerts(coalesce(v_asked ->> 'state', 'open'), v_after, 500);
            elsif count_list.list = 'lots' then
                v_page := api.list_lots(coalesce(v_asked ->> 'state', 'soon'), 30, coalesce(v_asked ->> 'query', ''), v_after, 500);
            elsif count_list.list = 'ranges' then
                v_page := api.list_thresholds(
                    v_asked ->> 'query', v_asked ->> 'location', v_asked ->> 'status', v_asked ->> 'severity', v_asked ->> 'set_by', v_after, 500
                );
            else
                v_page := api.list_people(v_asked ->> 'search', coalesce(v_asked ->> 'state', 'all'), v_after, 500);
            end if;
            v_count := v_count + jsonb_array_length(v_page -> 'rows');
            v_partial := (v_page ->> 'of_items') is not null; -- only the ranges of the first so many items
            v_after := v_page ->> 'next';
            exit when v_after is null or v_count > v_most;
        end loop;
    end if;
    return jsonb_build_object(
        'list', count_list.list, 'count', least(v_count, v_most), 'count_exact', v_count <= v_most and not v_partial,
        'seconds', round(extract(epoch from clock_timestamp() - v_begun), 3)
    );
end
$$;
alter function api.count_list(text, jsonb, integer) owner to stockroom_owner;
grant execute on function api.count_list(text, jsonb, integer) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.count_list(text, jsonb, integer) is
'How many rows a list has for the caller: {"list", "count" (to most), "count_exact" (no more than that; false where a search of ranges finds more than 10,000 items, or one of movements more than 200, of which only the first are looked at), "seconds": how long it took}. list: items, movements, alerts, ranges, lots or people; asked: what its own function takes, as {"query": text} or {"state": text}; most: 0 or null counts all, however long that takes. Raises IN012, IN014.';
