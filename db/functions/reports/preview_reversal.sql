create or replace function api.preview_reversal(document uuid)
returns jsonb
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_document inventory.documents;
    v_lines jsonb;
begin
    -- The writer's policy: only a document all of whose places the person posts at.
    select d.* into v_document from inventory.documents as d where d.document_id = preview_reversal.document;
    v_lines := inventory.reversal_lines(v_document.document_id, v_document.posted_at);
    if v_lines is null then
        raise exception using errcode = 'IN008', message = 'No such document at the places where you post.',
            hint = 'Check the document; all its places must be among yours.';
    end if;
    return inventory.preview_lines('reversal', v_lines);
end
$$;
alter function api.preview_reversal(uuid) owner to stockroom_writer;
grant execute on function api.preview_reversal(uuid) to stockroom_staff;
comment on function api.preview_reversal(uuid) is
'What reversing a document would do, without doing it. Answers an object as api.preview_document: {"kind": text, "lines": array, "problems": array, "alerts": array, "alert_count": number}. Raises IN008.';
