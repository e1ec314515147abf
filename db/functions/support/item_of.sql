create or replace function inventory.item_of(code text)
returns integer
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_id integer;
    v_near text;
begin
    select t.item_id into v_id from inventory.items as t where t.sku = upper(btrim(item_of.code));
    if not found then
        v_near := inventory.nearest_code('item', code);
        raise exception using errcode = 'IN014', message = concat_ws(' ', format('No item "%s".', left(code, 60)), 'Did you mean ' || v_near || '?'),
            detail = jsonb_build_object('field', 'item', 'value', left(code, 60))::text, hint = 'Check the code.';
    end if;
    return v_id;
end
$$;
alter function inventory.item_of(text) owner to stockroom_owner;
grant execute on function inventory.item_of(text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function inventory.item_of(text) is 'The key of an item that the caller may see, by its code. Raises IN014, which proposes the nearest.';
