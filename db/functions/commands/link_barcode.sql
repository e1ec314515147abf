create or replace function api.link_barcode(code text, item text, unit text default null)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    -- Of a GS1 barcode its number alone: lot and expiry are others tomorrow.
    v_code text := coalesce(inventory.read_gs1(btrim(code)) ->> 'gtin', btrim(code));
    v_item_id integer := inventory.item_of(item);
    v_unit_id integer;
    v_taken text;
begin
    if btrim(unit) <> '' then
        select u.unit_id into v_unit_id from inventory.item_units as p join inventory.units as u using (unit_id)
        where p.item_id = v_item_id and u.code = btrim(unit);
        if not found and inventory.unit_of(unit) <> (select i.unit_id from inventory.items as i where i.item_id = v_item_id) then
            raise exception using errcode = 'IN017', message = format('%s is no pack of this item.', btrim(unit)),
                detail = jsonb_build_object('field', 'unit')::text, hint = 'Add the pack to the item first.';
        end if;
    end if;
    if v_code is null or v_code !~ '^[!-~]([ -~]{0,78}[!-~])?$' then
        raise exception using errcode = 'IN017', message = 'This is no barcode: 1 to 80 letters, digits and signs.',
            detail = jsonb_build_object('field', 'code')::text, hint = 'Scan it again, or type what is printed below the bars.';
    end if;
    select i.sku into v_taken from inventory.item_barcodes as b join inventory.items as i using (item_id) where b.barcode = v_code;
    if found then
        raise exception using errcode = 'IN015', message = format('This barcode stands for %s already.', v_taken),
            detail = jsonb_build_object('field', 'code', 'item', v_taken)::text, hint = 'Take it away from there first.';
    end if;
    -- Two at once: the key lets one of them.
    insert into inventory.item_barcodes (barcode, item_id, unit_id) values (v_code, v_item_id, v_unit_id);
    return api.read_barcode(code => v_code);
end
$$;
alter function api.link_barcode(text, text, text) owner to stockroom_owner;
grant execute on function api.link_barcode(text, text, text) to stockroom_manager;
comment on function api.link_barcode(text, text, text) is
'Makes a barcode stand for an item, or for one of its packs (unit). Of a GS1 barcode only its number is kept. Answers what it stands for now, as one JSON object (api.read_barcode). Raises IN014, IN015 where it stands for an item already, IN017 (DETAIL: the field).';
