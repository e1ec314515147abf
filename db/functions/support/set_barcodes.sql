create or replace function inventory.set_barcodes(item_id integer, barcodes jsonb)
returns void
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
-- Each is a text, or an object with the unit of the pack it stands for. What stays is not
-- written anew; one that stands for another item is refused by the key.
declare
    v_said jsonb := coalesce(nullif(barcodes, 'null'), '[]');
    v_one jsonb;
    v_other record;
    v_units integer[] := '{}';
    v_barcodes text[] := '{}';
begin
    if jsonb_typeof(v_said) <> 'array' or jsonb_array_length(v_said) > 100 then
        raise exception using errcode = 'IN014', message = 'barcodes is an array of at most 100 {"barcode", "unit"}.',
            detail = '{"field": "barcodes"}', hint = 'Leave it out for none.';
    end if;
    for v_one in select e.value from jsonb_array_elements(v_said) as e (value) loop
        if jsonb_typeof(v_one) = 'string' then
            v_one := jsonb_build_object('barcode', v_one);
        end if;
        perform inventory.check_keys(said => v_one, known => array['barcode', 'unit'], nested => '{}');
        if btrim(v_one ->> 'unit') <> '' and not exists (select from inventory.units as u where u.code = btrim(v_one ->> 'unit')) then
            raise exception using errcode = 'IN014', message = format('The pack of a barcode, "%s", is no unit.', left(v_one ->> 'unit', 60)),
                detail = jsonb_build_object('field', 'barcodes', 'value', left(v_one ->> 'unit', 60))::text, hint = 'Check the code.';
        end if;
        v_barcodes := v_barcodes || btrim(coalesce(v_one ->> 'barcode', ''));
        v_units := v_units || case when btrim(v_one ->> 'unit') <> '' then (
            select nullif(inventory.unit_of(v_one ->> 'unit'), i.unit_id) from inventory.items as i where i.item_id = set_barcodes.item_id
        ) end;
    end loop;
    select b.barcode, i.sku, i.name into v_other
    from inventory.item_barcodes as b join inventory.items as i using (item_id)
    where b.barcode = any (v_barcodes) and b.item_id <> set_barcodes.item_id
    limit 1;
    if found then
        raise exception using errcode = 'IN017', message = format('Barcode %s stands for %s (%s).', v_other.barcode, v_other.name, v_other.sku),
            detail = jsonb_build_object('field', 'barcodes', 'value', v_other.barcode, 'item', v_other.sku)::text,
            hint = 'Take it off that item first, or leave it out here.';
    end if;
    delete from inventory.item_barcodes as b
    where b.item_id = set_barcodes.item_id and b.barcode <> all (v_barcodes);
    update inventory.item_barcodes as b set unit_id = s.unit_id
    from unnest(v_barcodes, v_units) as s (barcode, unit_id)
    where b.item_id = set_barcodes.item_id and b.barcode = s.barcode and b.unit_id is distinct from s.unit_id;
    insert into inventory.item_barcodes (barcode, item_id, unit_id)
    select s.barcode, set_barcodes.item_id, s.unit_id
    from unnest(v_barcodes, v_units) with ordinality as s (barcode, unit_id, position)
    where not exists (select from inventory.item_barcodes as b where b.barcode = s.barcode and b.item_id = set_barcodes.item_id)
    order by s.position;
end
$$;
alter function inventory.set_barcodes(integer, jsonb) owner to stockroom_owner;
grant execute on function inventory.set_barcodes(integer, jsonb) to stockroom_manager;
comment on function inventory.set_barcodes(integer, jsonb) is
'Makes an item''s barcodes those given: [{"barcode": text, "unit"?: code of a pack}]. Raises IN014, IN017 for one that stands for another item.';
