create or replace function inventory.twin_refusal(row_number integer, first integer, field text)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
return jsonb_build_object(
    'row', twin_refusal.row_number, 'field', twin_refusal.field, 'code', 'IN011',
    'message', format('stands twice: in the rows %s and %s', twin_refusal.first, twin_refusal.row_number), 'hint', 'Keep one of them.'
);
alter function inventory.twin_refusal(integer, integer, text) owner to stockroom_owner;
grant execute on function inventory.twin_refusal(integer, integer, text) to stockroom_manager, stockroom_admin;
comment on function inventory.twin_refusal(integer, integer, text) is
'What an import answers about a row whose thing an earlier one (first) names already: which of both is meant nobody knows.';
