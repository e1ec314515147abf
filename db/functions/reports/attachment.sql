create or replace function api.attachment(attachment uuid)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_answer jsonb;
begin
    select to_jsonb(a) into v_answer from api.attachments as a where a.attachment = attachment.attachment;
    if v_answer is null then
        raise exception using errcode = 'IN014', message = 'There is no such file.', hint = 'It may have been removed.';
    end if;
    return v_answer;
end
$$;
alter function api.attachment(uuid) owner to stockroom_owner;
grant execute on function api.attachment(uuid) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function api.attachment(uuid) is
'A file or picture of an item, without its content: {"attachment": UUID, "sku", "name", "media_type": text, "bytes": whole number, "sha256": text, "is_image": true or false, "is_primary": true or false, "created_at", "created_by": text}. Raises IN014.';
