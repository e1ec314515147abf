create or replace function inventory.count_search(query text)
returns table (counted integer, exact boolean)
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
-- As the caller: a place they may not know of is as unknown as one that is not.
-- What can no longer be read (a category was removed, a place taken) counts as unknown, not as none.
begin
    return query select f.counted, f.exact from inventory.search_ids(inventory.read_search(coalesce(query, '')), 'name', null, 0) as f;
exception when sqlstate 'IN012' or sqlstate 'IN014' then
    return query select null::integer, null::boolean;
end
$$;
alter function inventory.count_search(text) owner to stockroom_owner;
grant execute on function inventory.count_search(text) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.count_search(text) is
'How many items a search finds for the caller, to 1,001, and whether that is all; null where it cannot be read.';
