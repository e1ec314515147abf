create or replace function inventory.document_answer(document_id uuid, posted_at timestamptz)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
begin
    return (
        select inventory.document_head(
            d.document_id, d.kind, d.reference, d.note, d.occurred_at, d.posted_at, d.posted_by, d.reverses_document_id
        ) || jsonb_build_object('lines', (inventory.posted_lines(
            d.kind, n.item_id, n.location_id, n.lot_id, n.quantity, null, n.entered_quantity, n.entered_unit_id, n.balance, n.reason,
            n.note, n.line_no
        )).lines)
        from inventory.documents as d
        cross join (
            select array_agg(m.line_no) as line_no, array_agg(m.item_id) as item_id, array_agg(m.location_id) as location_id,
                array_agg(m.lot_id) as lot_id, array_agg(m.quantity) as quantity, array_agg(m.entered_quantity) as entered_quantity,
                array_agg(m.entered_unit_id) as entered_unit_id, array_agg(m.balance_after) as balance,
                array_agg(m.reason) as reason, array_agg(m.note) as note
            from (
                select m.* from inventory.movements as m
                where m.document_id = document_answer.document_id and m.posted_at = document_answer.posted_at
                order by m.line_no
            ) as m
        ) as n
        where d.document_id = document_answer.document_id
    );
end
$$;
alter function inventory.document_answer(uuid, timestamptz) owner to stockroom_owner;
grant execute on function inventory.document_answer(uuid, timestamptz) to
stockroom_writer, stockroom_viewer, stockroom_auditor;
comment on function inventory.document_answer(uuid, timestamptz) is
'A document with its lines and their balances, as the commands answer it. posted_at names the ledger''s partition.';
