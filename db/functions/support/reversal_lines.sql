create or replace function inventory.reversal_lines(document_id uuid, posted_at timestamptz)
returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'item', i.sku, 'location', l.code, 'lot', nullif(t.code, ''), 'quantity', -m.quantity, 'reason', nullif(m.reason, ''), 'note', nullif(m.note, '')
    )) order by m.line_no)
    from inventory.movements as m
    join inventory.items as i using (item_id)
    join inventory.locations as l using (location_id)
    join inventory.lots as t using (lot_id)
    where m.document_id = reversal_lines.document_id and m.posted_at = reversal_lines.posted_at
$$;
alter function inventory.reversal_lines(uuid, timestamptz) owner to stockroom_writer;
comment on function inventory.reversal_lines(uuid, timestamptz) is
'The lines that take a document back, of its movements where the person posts. posted_at names the ledger''s partition.';
