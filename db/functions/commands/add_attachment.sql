create or replace function api.add_attachment(
    sku text, name text, content bytea, media_type text default 'application/octet-stream',
    thumbnail bytea default null, preview bytea default null
)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_item_id integer := inventory.item_of(sku);
    v_attachment uuid;
    v_constraint text;
    v_column text;
begin
    insert into inventory.attachments as a (item_id, name, content, media_type, thumbnail, preview)
    values (v_item_id, add_attachment.name, add_attachment.content, add_attachment.media_type, add_attachment.thumbnail, add_attachment.preview)
    on conflict on constraint attachments_item_id_sha256_key do nothing
    returning a.attachment_id into v_attachment;
    -- Sent twice, it is there once.
    return jsonb_build_object('added', v_attachment is not null) || api.attachment(coalesce(v_attachment, (
        select a.attachment_id from inventory.attachments as a
        where a.item_id = v_item_id and a.sha256 = sha256(add_attachment.content)
    )));
exception when integrity_constraint_violation then
    get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_broken(v_constraint, v_column);
    return null;
end
$$;
alter function api.add_attachment(text, text, bytea, text, bytea, bytea) owner to stockroom_owner;
grant execute on function api.add_attachment(text, text, bytea, text, bytea, bytea) to stockroom_manager;
comment on function api.add_attachment(text, text, bytea, text, bytea, bytea) is
'Adds a file to an item: at most 10 MB, fifty an item; the same content twice is kept once ("added" is false then). thumbnail and preview: of a picture, WebP within 96 and 320 pixels. Answers it as api.attachment does. Raises IN014, IN015 for the 51st, IN017 (DETAIL: the field).';
