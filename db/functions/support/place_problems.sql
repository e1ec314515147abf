create or replace function inventory.place_problems(said jsonb)
returns jsonb
language sql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
    select inventory.row_problems('inventory.locations', jsonb_strip_nulls(jsonb_build_object(
        'code', case when b.row is null then coalesce(s.code, '') end, 'name', case when b.row is null then coalesce(inventory.plain_name(said ->> 'name'), '') else inventory.plain_name(said ->> 'name') end,
        'kind', case when b.row is null then coalesce(said ->> 'kind', '') else said ->> 'kind' end
    )), b.row)
        || case when btrim(said ->> 'parent') <> '' then inventory.problem_with('location', said -> 'parent', 'parent') else '[]' end
        || inventory.problem_with('place', jsonb_build_object(
            'kind', coalesce(said ->> 'kind', b.row ->> 'kind'),
            'parent_id', coalesce((select p.location_id::text from inventory.locations as p where p.code = upper(btrim(said ->> 'parent'))), b.row ->> 'parent_id')
        ))
    from (select upper(inventory.plain_name(said ->> 'code')) as code) as s
    left join lateral (select to_jsonb(l) as row from inventory.locations as l where l.code = s.code) as b on true
$$;
alter function inventory.place_problems(jsonb) owner to stockroom_owner;
grant execute on function inventory.place_problems(jsonb) to stockroom_manager, stockroom_admin;
comment on function inventory.place_problems(jsonb) is
'What is wrong with a row of an import of places, as an array of inventory.problem_of: the rules of its row, the place above, and whether it may lie there.';
