create or replace function api.read_barcode(code text, location text default null)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_code text := left(btrim(code, ' ' || chr(9) || chr(10) || chr(13)), 200);
    v_gs1 jsonb := inventory.read_gs1(v_code);
    v_gtin text := coalesce(v_gs1 ->> 'gtin', case when inventory.is_gtin(v_code) then v_code end);
    -- As scanned before as understood; a GTIN in any of its lengths.
    v_forms text[] := array[v_code, v_gtin] || array(
        select lpad(ltrim(v_gtin, '0'), n, '0') from unnest(array[13, 12, 14, 8]) as n where length(ltrim(v_gtin, '0')) <= n
    );
    v_item_id integer;
    v_unit_id integer;
    v_sku text;
    v_found jsonb;
    v_stock jsonb;
begin
    select b.item_id, b.unit_id into v_item_id, v_unit_id
    from unnest(v_forms) with ordinality as f (barcode, position)
    join inventory.item_barcodes as b using (barcode)
    order by f.position
    limit 1;
    if v_item_id is null then
        select i.item_id into v_item_id from inventory.items as i where i.sku = upper(v_code);
    end if;
    select i.sku into v_sku from inventory.items as i where i.item_id = v_item_id;
    v_found := jsonb_build_object(
        'code', v_code, 'item', inventory.item_answer(v_sku),
        'unit', (select u.code from inventory.units as u where u.unit_id = v_unit_id),
        'gtin', v_gtin, 'lot', v_gs1 ->> 'lot', 'expires_on', v_gs1 ->> 'expires_on', 'quantity', v_gs1 -> 'quantity',
        'location', (
            select jsonb_build_object(
                'location', l.code, 'name', l.name, 'kind', l.kind, 'postable', l.location_id <@ (select auth.postable_ranges()), 'closed', l.retired_at is not null
            )
            from inventory.locations as l where l.code = upper(v_code)
        )
    );
    -- A statement of its own: who counts blind may not even name this table.
    if auth.sees_stock() then
        select coalesce(jsonb_agg(to_jsonb(s) order by s.location, s.expires_on nulls last, s.lot), '[]') into v_stock
        from (
            select l.code as location, l.name as location_name, t.code as lot, t.expires_on, s.on_hand
            from inventory.stock_levels as s
            join inventory.locations as l using (location_id)
            join inventory.lots as t using (lot_id)
            where s.item_id = v_item_id and s.on_hand <> 0
            and (read_barcode.location is null or l.code = upper(btrim(read_barcode.location)))
            limit 100
        ) as s;
        v_found := v_found || jsonb_build_object('stock', v_stock);
    end if;
    return v_found;
end
$$;
alter function api.read_barcode(text, text) owner to stockroom_owner;
grant execute on function api.read_barcode(text, text) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function api.read_barcode(text, text) is
'What a scanned or typed code stands for: {"code", "item": as on its page or null, "unit": the pack it stands for or null, "gtin", "lot", "expires_on", "quantity": what a GS1 barcode says, "location": {"location", "name", "kind", "postable", "closed"} of the place with that code, or null, "stock"?: on hand by place and lot, at most 100, where stock is permitted; only at location where one is given}. A barcode as linked comes before a SKU. A code that stands for nothing answers nulls.';
