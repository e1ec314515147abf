create or replace function api.document_page(document uuid)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_document record;
    v_reversed_by uuid;
    v_answer jsonb;
begin
    select d.document_id, d.kind, d.posted_at, d.posted_by into v_document from inventory.documents as d where d.document_id = document_page.document;
    if not found then
        raise exception using errcode = 'IN008', message = 'No such document at the places you see.', hint = 'Check the document.';
    end if;
    select d.document_id into v_reversed_by from inventory.documents as d where d.reverses_document_id = document_page.document;
    v_answer := inventory.document_answer(v_document.document_id, v_document.posted_at);
    return v_answer || jsonb_build_object(
        'posted_by_name', (select p.name from api.people as p where p.person = v_document.posted_by),
        'reversed_by', v_reversed_by, 'line_count', jsonb_array_length(v_answer -> 'lines'),
        'can', jsonb_build_object(
            'reverse', v_reversed_by is null and v_document.kind <> 'reversal' and inventory.is_all_postable(v_document.document_id)
        )
    );
end
$$;
alter function api.document_page(uuid) owner to stockroom_owner;
grant execute on function api.document_page(uuid) to stockroom_viewer, stockroom_auditor;
comment on function api.document_page(uuid) is
'A document with the lines the caller may see, who posted it, what reverses it and whether the caller can, as one JSON object. Raises IN008.';
