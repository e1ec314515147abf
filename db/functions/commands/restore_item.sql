create or replace function api.restore_item(sku text, version integer)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_sku text;
begin
    update inventory.items as i set version = restore_item.version, retired_at = null
    where i.sku = upper(btrim(restore_item.sku)) and i.retired_at is not null
    returning i.sku into v_sku;
    if not found then
        raise exception using errcode = 'IN014', message = format('No retired item "%s" that you may bring back.', left(restore_item.sku, 60)),
            hint = 'It may be back already.';
    end if;
    return inventory.item_answer(v_sku);
end
$$;
alter function api.restore_item(text, integer) owner to stockroom_owner;
grant execute on function api.restore_item(text, integer) to stockroom_manager;
comment on function api.restore_item(text, integer) is
'Brings a retired item back; its ranges are set anew. Answers it as it is now, as one JSON object. Raises IN011 where it changed meanwhile, IN014, IN016.';
