create or replace function inventory.page_by_sku(found jsonb, page_rows integer)
returns jsonb
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case when jsonb_array_length(found) > page_rows then jsonb_build_object(
        'rows', found - page_rows, 'cut', false,
        'next', inventory.write_cursor(jsonb_build_object('sku', found #>> array[(page_rows - 1)::text, 'sku']))
    ) else jsonb_build_object('rows', found, 'cut', false, 'next', null) end
$$;
alter function inventory.page_by_sku(jsonb, integer) owner to stockroom_owner;
grant execute on function inventory.page_by_sku(jsonb, integer) to stockroom_viewer, stockroom_auditor;
comment on function inventory.page_by_sku(jsonb, integer) is
'A page of a report by item: the rows found, of which one more than fits says that there is a next page.';
