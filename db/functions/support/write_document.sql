create or replace function inventory.write_document(
    document inventory.documents, item_id integer[], location_id integer[], lot_id integer[], quantity numeric[],
    entered_quantity numeric[], entered_unit_id integer[], reason text[], note text[]
)
returns table (documents bigint, movements bigint)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
-- Document, levels and ledger in one statement. Levels are locked in the order of their
-- keys, so no two documents can deadlock; a level that would fall short is left out under
-- its lock, and the counts tell the caller.
begin
    return query
    with document as (
        insert into inventory.documents
        select (write_document.document).*
        on conflict on constraint documents_posted_by_idempotency_key_key do nothing
        returning 1
    ), movement as materialized (
        select m.* from document
        cross join unnest(
            write_document.item_id, write_document.location_id, write_document.lot_id, write_document.quantity,
            write_document.entered_quantity, write_document.entered_unit_id, write_document.reason, write_document.note
        ) with ordinality as m (item_id, location_id, lot_id, quantity, entered_quantity, unit_id, reason, note, line_no)
    ), change as (
        select m.item_id, m.location_id, m.lot_id, sum(m.quantity) as quantity from movement as m group by 1, 2, 3
    ), locked as materialized (
        select s.item_id, s.location_id, s.lot_id, s.on_hand, c.quantity
        from change as c
        join inventory.stock_levels as s using (item_id, location_id, lot_id)
        order by s.item_id, s.location_id, s.lot_id
        for no key update of s
    ), level as (
        update inventory.stock_levels as s
        set on_hand = k.on_hand + k.quantity, changed_at = (write_document.document).posted_at
        from locked as k
        where s.item_id = k.item_id and s.location_id = k.location_id and s.lot_id = k.lot_id
        and (s.allow_negative or k.quantity >= 0 or k.on_hand + k.quantity >= s.reserved)
        returning s.item_id, s.location_id, s.lot_id, k.on_hand
    ), posted as (
        insert into inventory.movements (
            posted_at, document_id, line_no, item_id, location_id, lot_id, quantity, balance_after, occurred_at,
            entered_quantity, entered_unit_id, reason, note
        )
        select (write_document.document).posted_at, (write_document.document).document_id, m.line_no, m.item_id,
            m.location_id, m.lot_id, m.quantity,
            v.on_hand + sum(m.quantity) over (partition by m.item_id, m.location_id, m.lot_id order by m.line_no),
            (write_document.document).occurred_at, m.entered_quantity, m.unit_id, m.reason, m.note
        from movement as m
        join level as v using (item_id, location_id, lot_id)
        order by m.line_no
        returning 1
    )
    select (select count(*) from document), (select count(*) from posted);
end
$$;
alter function inventory.write_document(
    inventory.documents, integer[], integer[], integer[], numeric[], numeric[], integer[], text[], text[]
) owner to stockroom_writer;
comment on function inventory.write_document(
    inventory.documents, integer[], integer[], integer[], numeric[], numeric[], integer[], text[], text[]
) is
'Writes a document with its movements and moves the stock. Answers how many documents it wrote (0: the key was used before) and how many movements (fewer than given: not enough on hand). Called by inventory.post_document only.';
