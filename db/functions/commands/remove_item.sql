create or replace function api.remove_item(sku text, version integer)
returns jsonb
language plpgsql
volatile security invoker
set search_path = ''
as $$
declare
    v_item_id integer;
begin
    -- Touch it with its version first: a stale page removes nothing.
    update inventory.items as i set version = remove_item.version, retired_at = now()
    where i.sku = upper(remove_item.sku) and i.retired_at is null
    returning i.item_id into v_item_id;
    if not found then
        raise exception using errcode = 'IN014', message = format('No item "%s" that you may remove.', remove_item.sku), hint = 'It may be retired already.';
    end if;
    if inventory.has_moved(v_item_id) then
        if inventory.has_stock(v_item_id) then
            raise exception using errcode = 'IN015', message = format('%s still has stock.', remove_item.sku),
                hint = 'Issue, transfer or adjust it to zero everywhere first.';
        end if;
        return jsonb_build_object('sku', upper(remove_item.sku), 'removed', 'retired');
    end if;
    delete from inventory.items as i where i.item_id = v_item_id;
    return jsonb_build_object('sku', upper(remove_item.sku), 'removed', 'deleted');
end
$$;
alter function api.remove_item(text, integer) owner to stockroom_owner;
grant execute on function api.remove_item(text, integer) to stockroom_manager;
comment on function api.remove_item(text, integer) is
'Deletes an item that never moved; retires one that did: it stays in history, without its thresholds. Answers {"sku", "removed": "deleted" or "retired"}. Raises IN011 where it changed meanwhile, IN014, IN015 while it has stock.';
