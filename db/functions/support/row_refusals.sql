create or replace function inventory.row_refusals(
    row_number integer, fields text[], state text, message text, detail text, hint text, constraint_name text,
    column_name text, others jsonb default '[]'
)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
-- Of a field the first sentence alone: what was raised, what it told beside it, then the others.
select jsonb_agg(p.one order by p.place)
from (
    select distinct on (a.one ->> 'field') a.one, a.place
    from (
        select 0 as place, inventory.row_refusal(
            row_refusals.row_number, row_refusals.fields, row_refusals.state, row_refusals.message, row_refusals.detail,
            regexp_replace(row_refusals.hint, '(^| )And: .*', ''), -- those are told one by one (inventory.refuse_all)
            row_refusals.constraint_name, row_refusals.column_name
        ) as one
        union all
        select t.place, jsonb_build_object(
            'row', row_refusals.row_number, 'field', coalesce(nullif(t.one ->> 'field', ''), row_refusals.fields[1]),
            'code', t.one -> 'code', 'message', t.one -> 'message',
            'hint', nullif(nullif(t.one ->> 'hint', ''), 'Nothing was changed. Correct this and try again.')
        )
        from jsonb_array_elements(coalesce(
            case when row_refusals.state like 'IN%' and row_refusals.detail like '{%' then row_refusals.detail::jsonb -> 'problems' end, '[]'
        ) || row_refusals.others) with ordinality as t (one, place)
    ) as a
    order by a.one ->> 'field', a.place
) as p
$$;
alter function inventory.row_refusals(integer, text[], text, text, text, text, text, text, jsonb) owner to stockroom_owner;
grant execute on function inventory.row_refusals(integer, text[], text, text, text, text, text, text, jsonb) to stockroom_manager, stockroom_admin;
comment on function inventory.row_refusals(integer, text[], text, text, text, text, text, text, jsonb) is
'What an import answers about a row with several mistakes: inventory.row_refusal() of what was raised, then of each other field what DETAIL has as "problems", and others (an array of inventory.problem_of).';
