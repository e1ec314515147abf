create or replace function api.remove_attachment(attachment uuid)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_item_id integer;
    v_name text;
    v_was_primary boolean;
begin
    delete from inventory.attachments as a where a.attachment_id = remove_attachment.attachment
    returning a.item_id, a.name, a.is_primary into v_item_id, v_name, v_was_primary;
    if not found then
        raise exception using errcode = 'IN014', message = 'This file is not there any more.', hint = 'Load the page again.';
    end if;
    if v_was_primary then -- the oldest picture that is left stands for the item
        update inventory.attachments as a set is_primary = true
        where a.attachment_id = (
            select o.attachment_id from inventory.attachments as o
            where o.item_id = v_item_id and o.is_image order by o.created_at limit 1
        );
    end if;
    return jsonb_build_object('removed', v_name);
end
$$;
alter function api.remove_attachment(uuid) owner to stockroom_owner;
grant execute on function api.remove_attachment(uuid) to stockroom_manager;
comment on function api.remove_attachment(uuid) is
'Removes a file or picture of an item for good. Answers {"removed": text, its name}. Raises IN014.';
