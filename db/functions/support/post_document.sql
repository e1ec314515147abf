create or replace function inventory.post_document(
    kind text, lines jsonb, idempotency_key uuid, reference text, note text, occurred_at timestamptz,
    reverses uuid default null
)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
-- Every posting runs through here: read the lines, make the levels that are missing, write;
-- a count that does not match what was asked refuses the whole document.
declare
    v_person text := auth.signed_in();
    v_ranges int4multirange := auth.postable_ranges();
    v_now timestamptz := clock_timestamp();
    v_hash bytea := sha256(convert_to(kind || lines || coalesce(reverses::text, ''), 'UTF8'));
    v_document_id uuid := inventory.uuid_v7();
    v_line record;
    v_result record;
begin
    perform inventory.check_document(kind, lines, idempotency_key, reference, note, occurred_at, v_now);
    select array_agg(r.line) as line, array_agg(r.item_id) as item_id,
        array_agg(r.location_id) as location_id, array_agg(r.lot_id) as lot_id,
        array_agg(r.quantity) as quantity, array_agg(r.entered_quantity) as entered_quantity,
        array_agg(r.entered_unit_id) as entered_unit_id, array_agg(r.base_unit_id) as base_unit_id, array_agg(r.unit_cost) as unit_cost,
        array_agg(r.reason) as reason, array_agg(r.note) as note,
        bool_and(r.has_level) as has_levels, count(*) filter (where r.code is not null) as bad,
        count(*) as movements, count(r.unit_cost) as costs,
        range_agg(int4range(r.location_id, r.location_id + 1)) as places
    into v_line
    from inventory.read_lines(kind, lines, v_ranges) as r;
    if v_line.bad > 0 then
        -- A retry finds its first answer even where its lines would no longer pass.
        if exists (select from inventory.documents as d where d.posted_by = v_person and d.idempotency_key = post_document.idempotency_key) then
            return inventory.answer_again(v_person, idempotency_key, v_hash);
        end if;
        perform inventory.refuse_lines(inventory.line_problems(kind, lines, v_ranges), jsonb_array_length(lines));
    end if;
    if not v_line.has_levels then
        perform inventory.make_levels(v_line.item_id, v_line.location_id, v_line.lot_id, v_line.base_unit_id);
    end if;

    select w.documents, w.movements into v_result
    from inventory.write_document(
        document => row(
            v_document_id, kind, coalesce(reference, ''), coalesce(note, ''), coalesce(occurred_at, v_now), v_now, v_person,
            idempotency_key, v_hash, reverses, v_line.movements, v_line.places, pg_current_xact_id()
        )::inventory.documents,
        item_id => v_line.item_id, location_id => v_line.location_id, lot_id => v_line.lot_id, quantity => v_line.quantity,
        entered_quantity => v_line.entered_quantity, entered_unit_id => v_line.entered_unit_id, reason => v_line.reason,
        note => v_line.note
    ) as w;
    if v_result.documents = 0 then
        return inventory.answer_again(v_person, idempotency_key, v_hash);
    elsif v_result.movements < v_line.movements then
        perform inventory.refuse_lines(
            inventory.line_shortages(v_document_id, v_line.line, v_line.item_id, v_line.location_id, v_line.lot_id, v_line.quantity),
            jsonb_array_length(lines)
        );
    end if;
    if not inventory.still_open(kind, v_line.item_id, v_line.location_id, v_line.quantity) then
        -- Said as if it had been so at first; the stock was there.
        perform inventory.refuse_lines(
            jsonb_path_query_array(inventory.line_problems(kind, lines, v_ranges), '$[*] ? (@.code != "IN107")'),
            jsonb_array_length(lines)
        );
    end if;
    if v_line.costs > 0 then
        perform inventory.record_costs(v_document_id, v_now, v_line.unit_cost);
    end if;
    return inventory.document_answer(v_document_id, v_now);
end
$$;
alter function inventory.post_document(text, jsonb, uuid, text, text, timestamptz, uuid) owner to stockroom_writer;
comment on function inventory.post_document(text, jsonb, uuid, text, text, timestamptz, uuid) is
'Posts a document of any kind, all of it or nothing. Called by the commands, as stockroom_writer. Raises IN001 to IN006, IN008, IN016, IN017.';
