create or replace function inventory.item_changes(item jsonb, said jsonb)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    -- Codes and numbers are compared as they will be kept. Of texts the blanks around them do not
    -- count: a cell of a file loses its own. What else is written otherwise is judged by the edit.
    select coalesce(jsonb_object_agg(s.key, case s.key
        when 'attributes' then case when jsonb_typeof(s.value) = 'object' then item -> 'attributes' || inventory.texts_changed(item -> 'attributes', s.value) else s.value end
        else s.value
    end), '{}')
    from jsonb_each(said - 'sku') as s
    where case
        when s.key = 'attributes' then jsonb_typeof(s.value) <> 'object' or not item -> 'attributes' @> inventory.texts_changed(item -> 'attributes', s.value)
        when s.key in ('tags', 'packs', 'barcodes') and jsonb_typeof(s.value) = 'array' then
            inventory.things_said(s.key, s.value, item ->> 'unit') is distinct from inventory.things_said(s.key, item -> s.key, item ->> 'unit')
        when s.key = 'name' and inventory.plain_name(s.value #>> '{}') = item ->> 'name' then false
        when s.key = 'category' then upper(btrim(s.value #>> '{}')) is distinct from item ->> s.key
        else inventory.bare_text(s.value #>> '{}') is distinct from inventory.bare_text(item ->> s.key)
    end
$$;
alter function inventory.item_changes(jsonb, jsonb) owner to stockroom_owner;
grant execute on function inventory.item_changes(jsonb, jsonb) to stockroom_manager;
comment on function inventory.item_changes(jsonb, jsonb) is
'What an item object says otherwise than the item is, as api.edit_item takes it; attributes are added to those it has. Empty where it is so already.';
