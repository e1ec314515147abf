create or replace function inventory.set_packs(item_id integer, packs jsonb)
returns void
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_pack record;
begin
    if jsonb_typeof(coalesce(packs, '[]')) <> 'array' then
        raise exception using errcode = 'IN014', message = 'packs is an array of {"unit", "factor"}.',
            detail = '{"field": "packs"}', hint = 'Leave it out for none.';
    end if;
    if exists (
        select from jsonb_array_elements(coalesce(packs, '[]')) as p (value) group by btrim(p.value ->> 'unit') having count(*) > 1
    ) then
        perform inventory.refuse_broken('item_units_pkey', '');
    end if;
    for v_pack in
        select p.value ->> 'unit' as unit, p.value ->> 'factor' as factor, p.value as said
        from jsonb_array_elements(coalesce(packs, '[]')) as p (value)
    loop
        perform inventory.check_keys(said => v_pack.said, known => array['unit', 'factor'], nested => '{}');
        if v_pack.factor is null or v_pack.factor !~ '^\d{1,9}(\.\d{1,9})?$' or v_pack.factor::numeric = 0 then
            raise exception using errcode = 'IN014', message = format('"%s" is not how many a pack holds.', left(v_pack.factor, 60)),
                detail = jsonb_build_object('field', 'packs', 'value', left(v_pack.factor, 60))::text, hint = 'A number above zero.';
        end if;
        if not exists (select from inventory.units as u where u.code = btrim(v_pack.unit)) then
            raise exception using errcode = 'IN014', message = format('No pack unit "%s".', left(v_pack.unit, 60)),
                detail = jsonb_build_object('field', 'packs', 'value', left(v_pack.unit, 60))::text, hint = 'Check the code.';
        end if;
        insert into inventory.item_units as u (item_id, unit_id, factor)
        values (set_packs.item_id, inventory.unit_of(v_pack.unit), v_pack.factor::numeric)
        on conflict on constraint item_units_pkey do update set factor = excluded.factor;
    end loop;
    delete from inventory.item_units as u
    where u.item_id = set_packs.item_id and u.unit_id not in (
        select inventory.unit_of(p.value ->> 'unit') from jsonb_array_elements(coalesce(packs, '[]')) as p (value)
    );
end
$$;
alter function inventory.set_packs(integer, jsonb) owner to stockroom_owner;
grant execute on function inventory.set_packs(integer, jsonb) to stockroom_manager;
comment on function inventory.set_packs(integer, jsonb) is 'Makes an item''s packs those given: [{"unit": code, "factor": base units in one}]. Raises IN014, IN017 for a unit given twice.';
