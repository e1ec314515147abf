create or replace function auth.work_out_grants(person text)
returns auth.grant_sets
language sql
stable parallel safe security definer
set search_path = pg_catalog, pg_temp
as $$
    with place as (
        select distinct t.location_id
        from auth.location_grants as g
        join inventory.location_tree as t on t.ancestor_id = g.location_id
        where g.person = work_out_grants.person
        and (g.valid_until is null or g.valid_until > statement_timestamp())
    )
    select
        work_out_grants.person,
        (
            -- Bit 0 belongs to no location; the string reaches to the largest id.
            select coalesce(string_agg(case when p.location_id is null then '0' else '1' end, '' order by n.id), '0')::varbit
            from generate_series(0, (select coalesce(max(l.location_id), 0) from inventory.locations as l)) as n (id)
            left join place as p on p.location_id = n.id
        ),
        (
            select coalesce(range_agg(int4range(p.location_id, p.location_id + 1)), '{}'::int4multirange)
            from place as p
        ),
        (
            select min(g.valid_until) from auth.location_grants as g
            where g.person = work_out_grants.person and g.valid_until > statement_timestamp()
        )
$$;
alter function auth.work_out_grants(text) owner to stockroom_auth;
grant execute on function auth.work_out_grants(text) to stockroom_reader;
comment on function auth.work_out_grants(text) is
'A person''s places worked out from grants and tree, as of now. What auth.grant_sets keeps.';
