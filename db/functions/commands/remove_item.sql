create or replace function api.remove_item(sku text, version integer)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_item inventory.items;
begin
    select i.* into v_item from inventory.items as i where i.sku = upper(btrim(remove_item.sku)) and i.retired_at is null;
    if not found then
        raise exception using errcode = 'IN014', message = format('No item "%s" that you may remove.', left(remove_item.sku, 60)), hint = 'It may be retired already.';
    end if;
    -- Deleted at once and not touched before: a first posting holds the item and would wait.
    if not inventory.has_moved(v_item.item_id) then
        delete from inventory.items as i where i.item_id = v_item.item_id and i.version = remove_item.version;
        if found then
            return jsonb_build_object('sku', v_item.sku, 'removed', 'deleted');
        end if;
    end if;
    -- With its version: a stale page removes nothing.
    update inventory.items as i set version = remove_item.version, retired_at = now() where i.item_id = v_item.item_id;
    return jsonb_build_object('sku', v_item.sku, 'removed', 'retired');
exception when foreign_key_violation then
    raise exception using errcode = 'IN015', message = format('%s is in use since a moment ago.', v_item.sku), hint = 'Look at it again.';
end
$$;
alter function api.remove_item(text, integer) owner to stockroom_owner;
grant execute on function api.remove_item(text, integer) to stockroom_manager;
comment on function api.remove_item(text, integer) is
'Deletes an item that never moved; retires one that did: it stays in history, without its thresholds. Answers {"sku", "removed": "deleted" or "retired"}. Raises IN011 where it changed meanwhile, IN014, IN015 while it has stock, IN016.';
