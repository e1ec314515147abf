create or replace function inventory.check_packs(packs jsonb)
returns void
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_pack record;
begin
    if jsonb_typeof(coalesce(packs, '[]')) <> 'array' then
        raise exception using errcode = 'IN014', message = 'packs is an array of {"unit", "factor"}.', detail = '{"field": "packs"}', hint = 'Leave it out for none.';
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
        elsif not exists (select from inventory.units as u where u.code = btrim(v_pack.unit)) then
            raise exception using errcode = 'IN014', message = format('No pack unit "%s".', left(v_pack.unit, 60)),
                detail = jsonb_build_object('field', 'packs', 'value', left(v_pack.unit, 60))::text, hint = 'Check the code.';
        end if;
    end loop;
end
$$;
alter function inventory.check_packs(jsonb) owner to stockroom_owner;
grant execute on function inventory.check_packs(jsonb) to stockroom_manager;
comment on function inventory.check_packs(jsonb) is
'Refuses what are no packs of an item: [{"unit": code, "factor": base units in one}]. Raises IN014, IN017 for a unit given twice.';
