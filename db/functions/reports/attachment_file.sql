create or replace function api.attachment_file(attachment uuid, version text default 'original')
returns bytea
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_content bytea;
begin
    select case attachment_file.version when 'original' then a.content when 'thumbnail' then a.thumbnail when 'preview' then a.preview end
    into v_content
    from inventory.attachments as a where a.attachment_id = attachment_file.attachment;
    if v_content is null then
        raise exception using errcode = 'IN014', message = 'There is no such file.', hint = 'It may have been removed.';
    end if;
    return v_content;
end
$$;
alter function api.attachment_file(uuid, text) owner to stockroom_owner;
grant execute on function api.attachment_file(uuid, text) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function api.attachment_file(uuid, text) is
'The content of a file, byte by byte. version: original; of a picture also thumbnail or preview, as WebP. Raises IN014.';
