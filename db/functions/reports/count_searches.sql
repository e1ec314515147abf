create or replace function api.count_searches(queries text[])
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'query', q.query, 'count', case when c.counted > 1000 then 1000 else c.counted end, 'count_exact', c.exact
    ) order by q.position), '[]')
    from unnest(count_searches.queries[1:20]) with ordinality as q (query, position)
    cross join lateral inventory.count_search(q.query) as c
$$;
alter function api.count_searches(text[]) owner to stockroom_owner;
grant execute on function api.count_searches(text[]) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function api.count_searches(text[]) is
'How many items each of at most 20 searches finds for the caller: an array of {"query", "count" (to 1,000; null where it cannot be read), "count_exact" (no more than that)}.';
