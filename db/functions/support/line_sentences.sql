create or replace function inventory.line_sentences(problems jsonb)
returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    -- The sentences of every line code, once. A place outside the person's grants and a place
    -- that does not exist get the same words.
    select jsonb_agg(
        p.value || jsonb_build_object('field', coalesce(p.value ->> 'field', m.field), 'message', m.message, 'hint', m.hint)
        order by (p.value ->> 'line')::integer, p.value ->> 'code'
    )
    from jsonb_array_elements(line_sentences.problems) as p
    cross join lateral (
        select string_agg(format('%s (%s)', o.value ->> 'lot', o.value ->> 'available'), ', ' order by o.place) as lots
        from jsonb_array_elements(p.value -> 'lots') with ordinality as o (value, place)
    ) as held
    cross join lateral (
        select * from (values
            ('IN101', 'item', format('No item "%s".', p.value ->> 'item'), 'Check the SKU.'),
            ('IN102', 'item', format('%s is retired.', p.value ->> 'item'), 'Choose another item; a manager can bring this one back.'),
            ('IN103', 'location', format('No location "%s" among your places.', p.value ->> 'location'), 'Check the code, or ask a manager for the place.'),
            ('IN104', 'lot', format('%s has no lot "%s".', p.value ->> 'item', p.value ->> 'lot'), 'A receipt creates a lot.'),
            ('IN105', 'unit', format('%s is not entered in "%s".', p.value ->> 'item', p.value ->> 'unit'), 'Use its base unit or one of its packs.'),
            ('IN106', 'quantity', p.value ->> 'message', p.value ->> 'hint'),
            ('IN107', 'quantity', format('Only %s %s of %s%s at %s; %s asked.', p.value ->> 'available', p.value ->> 'base_unit', p.value ->> 'item', coalesce(' lot ' || (p.value ->> 'lot'), case when held.lots is not null then ' without a lot' end), p.value ->> 'location', p.value ->> 'asked'), case when held.lots is null then 'Take less, or receive first.' else format('Name a lot: %s.', held.lots) end),
            ('IN108', 'reason', 'An adjustment needs a reason.', 'Say why the quantity changes.'),
            ('IN109', 'to', 'From and to are the same place.', 'Choose two places.'),
            ('IN110', 'line', p.value ->> 'message', p.value ->> 'hint'),
            ('IN111', 'line', p.value ->> 'message', p.value ->> 'hint'),
            ('IN112', 'unit_cost', 'The unit cost is not a number from zero up.', 'Leave it out where it is not known.'),
            ('IN113', 'location', format('%s holds no stock, or is closed.', p.value ->> 'location'), 'Choose a site, zone or bin that is open.'),
            ('IN114', 'expires_on', case when btrim(p.value ->> 'lot') <> '' then format('Lot "%s" of %s has another date of expiry, or none.', btrim(p.value ->> 'lot'), p.value ->> 'item') else 'A date of expiry belongs to a lot, and the line names none.' end, 'Leave the date out, or name a new lot; a manager can mend the date of a lot.')
        ) as t (code, field, message, hint)
        where t.code = p.value ->> 'code'
    ) as m
$$;
alter function inventory.line_sentences(jsonb) owner to stockroom_writer;
comment on function inventory.line_sentences(jsonb) is
'The problems of a document''s lines, in their order, each with the field, the sentence and what to do; null for none.';
