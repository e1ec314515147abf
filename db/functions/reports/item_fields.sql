create or replace function api.item_fields(query text default '', after text default null, max_rows integer default 50)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_found jsonb := api.search_items(query => query, sort => 'sku', after => after, max_rows => max_rows, count => false);
begin
    return jsonb_build_object('next', v_found -> 'next', 'rows', (
        select coalesce(jsonb_agg(s.said order by r.position), '[]')
        from jsonb_array_elements(v_found -> 'rows') with ordinality as r (one, position)
        join inventory.items_said(array(
            -- Each by its key: joined, all items may be read for fifty.
            select (select i.item_id from inventory.items as i where i.sku = k.one ->> 'sku')
            from jsonb_array_elements(v_found -> 'rows') as k (one)
        )) as s on s.said ->> 'sku' = r.one ->> 'sku'
    ));
end
$$;
alter function api.item_fields(text, text, integer) owner to stockroom_owner;
grant execute on function api.item_fields(text, text, integer) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function api.item_fields(text, text, integer) is
'A page of the items that match, with all that can be said of one, as api.create_item and api.import_items take it: {"rows": [{"sku", "name", "description", "category", "unit", "attributes", "tags", "packs", "barcodes"}], "next"}. query: as in api.search_items. after: the page before''s next. Raises IN012, IN014.';
