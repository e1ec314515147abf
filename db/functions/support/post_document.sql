create or replace function inventory.post_document(
    kind text, lines jsonb, idempotency_key uuid, reference text, note text, occurred_at timestamptz,
    reverses uuid default null
)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
-- Every posting runs through here: read the lines, write the document, move the stock, answer.
-- What cannot be posted refuses all. How to plan is set here for all it calls: each setting costs.
declare
    v_grants auth.grant_sets := auth.signed_in_grants();
    v_now timestamptz := clock_timestamp();
    v_hash bytea := inventory.document_hash(kind, lines, reverses);
    -- From the key, which is as random as anything: asking the system for more costs 8 us.
    v_document_id uuid := inventory.uuid_v7(sha256(convert_to(v_grants.person || idempotency_key, 'UTF8')));
    v_line record;
    v_places int4multirange;
    v_balance numeric[];
    v_posted record;
begin
    perform inventory.check_document(v_grants.person, kind, lines, idempotency_key, reference, note, occurred_at, v_now);
    v_line := inventory.read_lines(kind, lines, v_grants.ranges);
    if v_line.bad > 0 or not inventory.lock_levels(v_line.item_id, v_line.location_id, v_line.lot_id, v_line.base_unit_id, wait => false) then
        -- A retry finds its first answer, even where its lines would no longer pass, and need not wait.
        if inventory.is_posted(v_grants.person, idempotency_key) then
            return inventory.answer_again(v_grants.person, idempotency_key, v_hash, kind, lines, reference, note, occurred_at, reverses);
        elsif v_line.bad > 0 then
            perform inventory.refuse_lines(inventory.line_problems(kind, lines, v_grants.ranges), jsonb_array_length(lines));
        end if;
        perform inventory.lock_levels(v_line.item_id, v_line.location_id, v_line.lot_id, v_line.base_unit_id, wait => true);
    end if;
    if v_line.movements = 1 then
        v_places := int4multirange(int4range(v_line.location_id[1], v_line.location_id[1], '[]'));
    else
        select range_agg(int4range(p.id, p.id, '[]')) into v_places from unnest(v_line.location_id) as p (id);
    end if;
    -- Recorded while nobody else moves these levels, so their ledger is in the order of its times:
    -- what was known then does not change, and never was below zero.
    v_now := clock_timestamp();
    insert into inventory.documents (
        document_id, kind, reference, note, occurred_at, posted_at, posted_by, idempotency_key, request_hash,
        reverses_document_id, line_count, places, posted_xid
    )
    values (
        v_document_id, post_document.kind, coalesce(post_document.reference, ''), coalesce(post_document.note, ''),
        coalesce(post_document.occurred_at, v_now), v_now, v_grants.person, post_document.idempotency_key, v_hash,
        post_document.reverses, v_line.movements, v_places, pg_current_xact_id()
    )
    on conflict do nothing;
    if not found then
        return inventory.answer_again(v_grants.person, idempotency_key, v_hash, kind, lines, reference, note, occurred_at, reverses);
    end if;

    if v_line.movements = 1 then
        v_balance := array[inventory.post_movement(
            v_document_id, v_now, coalesce(occurred_at, v_now), v_line.item_id[1], v_line.location_id[1], v_line.lot_id[1], v_line.quantity[1],
            v_line.base_unit_id[1], v_line.entered_quantity[1], v_line.entered_unit_id[1], v_line.reason[1], v_line.note[1]
        )];
    else
        v_balance := inventory.post_movements(
            v_document_id, v_now, coalesce(occurred_at, v_now), v_line.item_id, v_line.location_id, v_line.lot_id, v_line.quantity,
            v_line.base_unit_id, v_line.entered_quantity, v_line.entered_unit_id, v_line.reason, v_line.note
        );
    end if;
    v_posted := inventory.posted_lines(
        kind, v_line.item_id, v_line.location_id, v_line.lot_id, v_line.quantity, v_line.base_unit_id,
        v_line.entered_quantity, v_line.entered_unit_id, v_balance, v_line.reason, v_line.note
    );
    if not v_posted.is_good then
        -- What came in between is said first: who lost the place is not told what there is.
        perform inventory.refuse_lines(coalesce(
            nullif(jsonb_path_query_array(inventory.line_problems(kind, lines, auth.postable_ranges()), '$[*] ? (@.code != "IN107")'), '[]'),
            inventory.line_shortages(v_line.line, v_line.item_id, v_line.location_id, v_line.lot_id, v_line.quantity, v_balance)
        ), jsonb_array_length(lines));
    end if;
    if v_line.unit_cost is not null then
        perform inventory.record_costs(v_document_id, v_now, v_line.unit_cost);
    end if;
    return inventory.document_head(
        v_document_id, kind, reference, note, coalesce(occurred_at, v_now), v_now, v_grants.person, reverses
    ) || jsonb_build_object('lines', v_posted.lines);
end
$$;
alter function inventory.post_document(text, jsonb, uuid, text, text, timestamptz, uuid) owner to stockroom_writer;
comment on function inventory.post_document(text, jsonb, uuid, text, text, timestamptz, uuid) is
'Posts a document of any kind, all of it or nothing. Called by the commands, as stockroom_writer. Raises IN001 to IN006, IN008, IN016, IN017.';
