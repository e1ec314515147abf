create or replace function inventory.line_problems(kind text, lines jsonb, ranges int4multirange)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_agg(distinct jsonb_build_object(
        'line', r.line, 'code', r.code,
        'item', left(v.value ->> 'item', 100), 'lot', left(v.value ->> 'lot', 100), 'unit', left(v.value ->> 'unit', 100),
        'location', left(case
            when line_problems.kind <> 'transfer' then v.value ->> 'location'
            when r.quantity > 0 then v.value ->> 'to' else v.value ->> 'from'
        end, 100),
        'asked', left(v.value ->> 'quantity', 100)
    ))
    from inventory.read_lines(line_problems.kind, line_problems.lines, line_problems.ranges) as r
    cross join lateral (select line_problems.lines -> (r.line - 1) as value) as v
    where r.code is not null
$$;
alter function inventory.line_problems(text, jsonb, int4multirange) owner to stockroom_writer;
comment on function inventory.line_problems(text, jsonb, int4multirange) is
'The bad lines of a document with what was said in them, for inventory.refuse_lines.';
