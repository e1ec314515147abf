create or replace function audit.value_of(table_name text, field text, value jsonb)
returns jsonb
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
-- What is deleted since has kept its key alone. Who may read the audit reads these names in it.
declare
    v_key integer := case when jsonb_typeof(value) = 'number' and field ~ '_id$' then value::integer end;
    v_code text;
begin
    if v_key is null or not auth.may_act() then
        return value;
    elsif field = 'item_id' then
        select i.sku into v_code from inventory.items as i where i.item_id = v_key;
    elsif field = 'location_id' or field = 'parent_id' and table_name = 'inventory.locations' then
        select l.code into v_code from inventory.locations as l where l.location_id = v_key;
    elsif field = 'category_id' or field = 'parent_id' and table_name = 'inventory.categories' then
        select c.code into v_code from inventory.categories as c where c.category_id = v_key;
    elsif field = 'unit_id' then
        select u.code into v_code from inventory.units as u where u.unit_id = v_key;
    end if;
    return coalesce(to_jsonb(v_code), value);
end
$$;
alter function audit.value_of(text, text, jsonb) owner to stockroom_reader;
grant execute on function audit.value_of(text, text, jsonb) to stockroom_auditor, stockroom_admin, stockroom_reader;
comment on function audit.value_of(text, text, jsonb) is
'A value as people read it: the code of the item, location, category or unit whose key it is.';
