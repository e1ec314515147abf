create or replace function inventory.search_common(one integer[], other integer[])
returns integer[]
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case when one is null or other is null then coalesce(one, other) else array(select unnest(one) intersect select unnest(other)) end
$$;
alter function inventory.search_common(integer[], integer[]) owner to stockroom_reader;
comment on function inventory.search_common(integer[], integer[]) is
'What two sets have in common, where null is everything. Called by inventory.search_plan() only.';
