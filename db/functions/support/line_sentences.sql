create or replace function inventory.line_sentences(problems jsonb)
returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    -- The sentences of every line code, once. A place outside the person's grants and a place
    -- that does not exist get the same words. Behind a hundred problems a line has its code alone:
    -- a program reads which lines it sent wrong, and twenty thousand of them stay a short answer.
    with problem as (
        select o.value, o.value ->> 'code' as code, row_number() over (order by (o.value ->> 'line')::integer, o.value ->> 'code') as place,
            coalesce(o.value ->> 'field', f.fields ->> (o.value ->> 'code'), 'line') as field
        from jsonb_array_elements(line_sentences.problems) as o
        cross join (select jsonb '{
            "IN101": "item", "IN102": "item", "IN103": "location", "IN104": "lot", "IN105": "unit", "IN106": "quantity", "IN107": "quantity",
            "IN108": "reason", "IN109": "to", "IN112": "unit_cost", "IN113": "location", "IN114": "expires_on"
        }' as fields) as f
    )
    select jsonb_agg(
        case when m.code is null then jsonb_build_object('line', p.value -> 'line', 'code', p.code, 'field', p.field)
            else p.value || jsonb_build_object('field', p.field, 'message', m.message, 'hint', m.hint) end
        order by p.place
    )
    from problem as p
    cross join lateral (
        select string_agg(format('%s (%s)', o.value ->> 'lot', o.value ->> 'available'), ', ' order by o.place) as lots
        from jsonb_array_elements(p.value -> 'lots') with ordinality as o (value, place)
    ) as held
    left join lateral (
        select * from (values
            ('IN101', format('No item "%s".', p.value ->> 'item'), 'Check the SKU.'),
            ('IN102', format('%s is retired.', p.value ->> 'item'), 'Choose another item; a manager can bring this one back.'),
            ('IN103', format('No location "%s" among your places.', p.value ->> 'location'), 'Check the code, or ask a manager for the place.'),
            ('IN104', format('%s has no lot "%s".', p.value ->> 'item', p.value ->> 'lot'), 'A receipt creates a lot.'),
            ('IN105', format('%s is not entered in "%s".', p.value ->> 'item', p.value ->> 'unit'), 'Use its base unit or one of its packs.'),
            ('IN106', p.value ->> 'message', p.value ->> 'hint'),
            ('IN107', format('Only %s %s of %s%s at %s; %s asked.', p.value ->> 'available', p.value ->> 'base_unit', p.value ->> 'item', coalesce(' lot ' || (p.value ->> 'lot'), case when held.lots is not null then ' without a lot' end), p.value ->> 'location', p.value ->> 'asked'), case when held.lots is null then 'Take less, or receive first.' else format('Name a lot: %s.', held.lots) end),
            ('IN108', 'An adjustment needs a reason.', 'Say why the quantity changes.'),
            ('IN109', 'From and to are the same place.', 'Choose two places.'),
            ('IN110', p.value ->> 'message', p.value ->> 'hint'),
            ('IN111', p.value ->> 'message', p.value ->> 'hint'),
            ('IN112', 'The unit cost is not a number from zero up.', 'Leave it out where it is not known.'),
            ('IN113', format('%s holds no stock, or is closed.', p.value ->> 'location'), 'Choose a site, zone or bin that is open.'),
            ('IN114', case when btrim(p.value ->> 'lot') <> '' then format('Lot "%s" of %s has another date of expiry, or none.', btrim(p.value ->> 'lot'), p.value ->> 'item') else 'A date of expiry belongs to a lot, and the line names none.' end, 'Leave the date out, or name a new lot; a manager can mend the date of a lot.')
        ) as t (code, message, hint)
        where t.code = p.code and p.place <= 100
    ) as m on true
$$;
alter function inventory.line_sentences(jsonb) owner to stockroom_writer;
comment on function inventory.line_sentences(jsonb) is
'The problems of a document''s lines, in their order, each with the field, the first hundred with the sentence and what to do; null for none.';
