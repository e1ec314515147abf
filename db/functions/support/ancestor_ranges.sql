create or replace function auth.ancestor_ranges()
returns int4multirange
language sql
stable parallel safe security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
    select coalesce(range_agg(int4range(t.ancestor_id, t.ancestor_id + 1)), '{}'::int4multirange)
    from auth.location_grants as g
    join inventory.location_tree as t on t.location_id = g.location_id
    where g.person = auth.signed_in() and (g.valid_until is null or g.valid_until > statement_timestamp())
$$;
alter function auth.ancestor_ranges() owner to stockroom_auth;
grant execute on function auth.ancestor_ranges() to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting,
stockroom_writer, stockroom_keeper, stockroom_reader, stockroom_people, stockroom_worker;
comment on function auth.ancestor_ranges() is
'The ids of the places above the signed-in person''s grants: their names make the path, their stock stays hidden.';
