create or replace function api.item_rows(skus text[])
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
begin
    return inventory.item_rows_of(array(
        select i.item_id from unnest(item_rows.skus[1:500]) with ordinality as g (sku, position)
        join inventory.items as i using (sku) order by g.position
    ))::jsonb;
end
$$;
alter function api.item_rows(text[]) owner to stockroom_owner;
grant execute on function api.item_rows(text[]) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function api.item_rows(text[]) is
'Rows of the items list for at most 500 SKUs, in their order: what a live page reads again.';
