create or replace function api.edit_lot(sku text, lot text, expires_on date, version integer)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_item_id integer := inventory.item_of(sku);
    v_near text;
begin
    update inventory.lots as l set expires_on = edit_lot.expires_on, version = edit_lot.version
    where l.item_id = v_item_id and l.code = btrim(edit_lot.lot);
    if not found then
        v_near := inventory.nearest_word(left(btrim(edit_lot.lot), 60), array(select l.code from inventory.lots as l where l.item_id = v_item_id limit 1000));
        raise exception using errcode = 'IN014', message = format('No lot "%s" of this item that you may edit.', left(edit_lot.lot, 60)),
            hint = coalesce('Did you mean ' || v_near || '?', 'Check the code.');
    end if;
    return (
        select to_jsonb(t) || jsonb_build_object('updated_by_name', auth.name_of(t.updated_by)) from api.lots as t
        where t.sku = upper(btrim(edit_lot.sku)) and t.lot = btrim(edit_lot.lot)
    );
end
$$;
alter function api.edit_lot(text, text, date, integer) owner to stockroom_owner;
grant execute on function api.edit_lot(text, text, date, integer) to stockroom_manager;
comment on function api.edit_lot(text, text, date, integer) is
'Sets when a lot of an item expires (null: never), from the version that was read. Answers its row of api.lots as one JSON object. Raises IN011 where it changed meanwhile, IN014.';
