create or replace function inventory.row_refusal(
    row_number integer, fields text[], state text, message text, detail text, hint text, constraint_name text,
    column_name text
)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
select jsonb_build_object(
    'row', row_refusal.row_number,
    'field', coalesce(
        nullif(case when row_refusal.state like '23%' then b.field end, ''),
        case when row_refusal.state like 'IN%' and row_refusal.detail like '{%' then
            coalesce(row_refusal.detail::jsonb ->> 'field', row_refusal.detail::jsonb ->> 'attribute')
        end,
        (select f.field from unnest(row_refusal.fields) as f (field)
            where row_refusal.message like 'No ' || f.field || ' %' limit 1),
        row_refusal.fields[1]
    ),
    'code', row_refusal.state,
    'message', case when row_refusal.state like '23%' then b.message else row_refusal.message end,
    -- What is said to whoever sent one thing alone is not true of a row among others.
    'hint', nullif(nullif(row_refusal.hint, ''), 'Nothing was changed. Correct this and try again.')
)
from inventory.broken_rule(row_refusal.constraint_name, row_refusal.column_name) as b
$$;
alter function inventory.row_refusal(integer, text[], text, text, text, text, text, text) owner to stockroom_owner;
grant execute on function inventory.row_refusal(integer, text[], text, text, text, text, text, text) to stockroom_manager, stockroom_admin;
comment on function inventory.row_refusal(integer, text[], text, text, text, text, text, text) is
'What an import answers about a refused row: its number, the field at fault, the code and the sentence.';
