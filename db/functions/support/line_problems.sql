create or replace function inventory.line_problems(kind text, lines jsonb, ranges int4multirange)
returns jsonb
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with movement as materialized (
        select m.*
        from inventory.read_lines(line_problems.kind, line_problems.lines, line_problems.ranges) as r
        cross join unnest(r.line, r.code, r.place, r.item_id, r.location_id, r.lot_id, r.quantity)
        as m (line, code, place, item_id, location_id, lot_id, quantity)
    ), bad as materialized (
        -- Both places of a transfer can be wrong; anything else about a line is said once.
        select distinct on (m.line, m.code, p.field) m.line, m.code, m.place, p.field, m.item_id, m.quantity, line_problems.lines -> (m.line - 1) as value
        from movement as m
        cross join lateral (select case when m.code in ('IN103', 'IN113') then m.place end as field) as p
        where m.code is not null
        order by m.line, m.code, p.field, m.place
    ), worded as (
        -- Line by line, until there are a hundred: of many thousands nobody reads more, and each costs.
        select b.line, jsonb_build_object(
            'line', b.line, 'code', coalesce(q.code, b.code), 'field', coalesce(q.field, b.field),
            'item', left(b.value ->> 'item', 100), 'lot', left(b.value ->> 'lot', 100), 'unit', left(b.value ->> 'unit', 100),
            'location', left(b.value ->> b.place, 100), 'asked', left(b.value ->> 'quantity', 100)
        ) || case when q.code is null then '{}' else jsonb_build_object('message', q.message, 'hint', q.hint) end as problem
        from bad as b
        left join lateral (
            select 'IN106' as code, 'quantity' as field, p.message, p.hint
            from inventory.quantity_problem(line_problems.kind, b.value, b.item_id, b.quantity) as p where b.code = 'IN106'
            union all
            select s.code, s.field, s.message, s.hint
            from inventory.shape_problems(line_problems.kind, b.value) as s where b.code in ('IN110', 'IN111')
        ) as q on true
        limit 100
    ), told as (
        select w.line, w.problem from worded as w
        union all
        -- Every bad line is named, those behind the hundred with their code alone.
        select b.line, jsonb_build_object('line', b.line, 'code', b.code, 'field', b.field)
        from bad as b where b.line > (select max(w.line) from worded as w)
    )
    select coalesce((select jsonb_agg(t.problem order by t.line) from told as t), '[]') || coalesce((
        -- What the good lines among them ask for too much of is named in the same breath.
        select inventory.line_shortages(
            array_agg(m.line), array_agg(m.item_id), array_agg(m.location_id), array_agg(m.lot_id), array_agg(m.quantity), null
        )
        from movement as m where m.code is null
    ), '[]')
$$;
alter function inventory.line_problems(text, jsonb, int4multirange) owner to stockroom_writer;
comment on function inventory.line_problems(text, jsonb, int4multirange) is
'The bad lines of a document with what was said in them, for inventory.refuse_lines: a hundred problems of them, and of further lines their code alone.';
