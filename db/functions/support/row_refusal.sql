create or replace function inventory.row_refusal(
    row_number integer, fields text[], state text, message text, detail text, hint text, constraint_name text
)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
-- A constraint is named as a truth about a column (items_sku_is_upper_case), so its name is
-- both the field and the sentence.
select jsonb_build_object(
    'row', row_refusal.row_number,
    'field', coalesce(
        (select f.field from unnest(row_refusal.fields) as f (field)
            where row_refusal.constraint_name like '%\_' || f.field || '\_%' limit 1),
        (select f.field from unnest(row_refusal.fields) as f (field)
            where row_refusal.message like 'No ' || f.field || ' %' limit 1),
        case when row_refusal.state like 'IN%' and row_refusal.detail like '{%' then
            coalesce(row_refusal.detail::jsonb ->> 'field', row_refusal.detail::jsonb ->> 'attribute')
        end,
        row_refusal.fields[1]
    ),
    'code', row_refusal.state,
    'message', case
        when row_refusal.state like '23%' and row_refusal.constraint_name <> ''
            then 'must hold: ' || replace(
                regexp_replace(row_refusal.constraint_name, '^[a-z]+_', ''), '_', ' '
            )
        else row_refusal.message
    end,
    'hint', nullif(row_refusal.hint, '')
);
$$;
alter function inventory.row_refusal(integer, text[], text, text, text, text, text) owner to stockroom_owner;
grant execute on function inventory.row_refusal(integer, text[], text, text, text, text, text) to stockroom_manager, stockroom_admin;
comment on function inventory.row_refusal(integer, text[], text, text, text, text, text) is
'What an import answers about a refused row: its number, the field at fault, the code and the sentence.';
