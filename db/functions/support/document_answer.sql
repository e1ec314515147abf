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
        select jsonb_build_object(
            'document', d.document_id, 'kind', d.kind, 'reference', d.reference, 'note', d.note,
            'occurred_at', d.occurred_at, 'posted_at', d.posted_at, 'posted_by', d.posted_by,
            'reverses', d.reverses_document_id,
            'lines', (
                select jsonb_agg(jsonb_build_object(
                    'line', m.line_no, 'item', i.sku, 'name', i.name, 'location', l.code, 'lot', nullif(t.code, ''),
                    'quantity', m.quantity, 'unit', b.code, 'entered_quantity', m.entered_quantity, 'entered_unit', e.code,
                    'on_hand', m.balance_after, 'reason', m.reason, 'note', m.note
                ) order by m.line_no)
                from inventory.movements as m
                join inventory.items as i using (item_id)
                join inventory.units as b on b.unit_id = i.unit_id
                join inventory.units as e on e.unit_id = m.entered_unit_id
                join inventory.locations as l using (location_id)
                join inventory.lots as t using (lot_id)
                where m.document_id = d.document_id and m.posted_at = d.posted_at
            )
        )
        from inventory.documents as d
        where d.document_id = document_answer.document_id
    );
end
$$;
alter function inventory.document_answer(uuid, timestamptz) owner to stockroom_owner;
grant execute on function inventory.document_answer(uuid, timestamptz) to
stockroom_writer, stockroom_viewer, stockroom_auditor;
comment on function inventory.document_answer(uuid, timestamptz) is
'A document with its lines and their balances, as the commands answer it. posted_at names the ledger''s partition.';
