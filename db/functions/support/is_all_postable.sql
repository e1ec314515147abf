create or replace function inventory.is_all_postable(document_id uuid)
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- The writer's own policy decides: it sees documents all of whose places the person posts at.
    select exists (select from inventory.documents as d where d.document_id = is_all_postable.document_id)
$$;
alter function inventory.is_all_postable(uuid) owner to stockroom_writer;
grant execute on function inventory.is_all_postable(uuid) to stockroom_viewer, stockroom_auditor;
comment on function inventory.is_all_postable(uuid) is
'Whether the signed-in person may post at every place a document moved stock at, and so may reverse it.';
