create or replace function api.set_primary_image(attachment uuid)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_item_id integer;
begin
    select a.item_id into v_item_id from inventory.attachments as a
    where a.attachment_id = set_primary_image.attachment and a.is_image;
    if not found then
        raise exception using errcode = 'IN014', message = 'There is no such picture.', hint = 'Choose one of the item''s pictures.';
    end if;
    update inventory.attachments as a set is_primary = false
    where a.item_id = v_item_id and a.is_primary and a.attachment_id <> set_primary_image.attachment;
    update inventory.attachments as a set is_primary = true
    where a.attachment_id = set_primary_image.attachment and not a.is_primary;
    return api.attachment(set_primary_image.attachment);
end
$$;
alter function api.set_primary_image(uuid) owner to stockroom_owner;
grant execute on function api.set_primary_image(uuid) to stockroom_manager;
comment on function api.set_primary_image(uuid) is
'Makes a picture the one that stands for its item. Answers it as api.attachment does, as one JSON object. Raises IN014.';
