create or replace function inventory.set_packs(item_id integer, packs jsonb)
returns void
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_pack record;
begin
    perform inventory.check_packs(packs);
    for v_pack in
        select p.value ->> 'unit' as unit, p.value ->> 'factor' as factor
        from jsonb_array_elements(coalesce(packs, '[]')) as p (value)
    loop
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
