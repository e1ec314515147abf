create or replace function inventory.count_search(query text)
returns integer
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
-- As the caller: a place they may not know of is as unknown as one that is not.
-- What can no longer be read (a category was removed, a place taken) counts as unknown, not as none.
begin
    return (select f.counted from inventory.search_ids(inventory.read_search(coalesce(query, '')), 'name', null, 1) as f);
exception when sqlstate 'IN012' or sqlstate 'IN014' then
    return null;
end
$$;
alter function inventory.count_search(text) owner to stockroom_owner;
grant execute on function inventory.count_search(text) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.count_search(text) is
'How many items a search finds for the caller, to 1,001; null where it cannot be read.';
