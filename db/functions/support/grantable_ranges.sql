create or replace function auth.grantable_ranges()
returns int4multirange
language plpgsql
stable parallel safe security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_person text := auth.signed_in();
begin
    if v_person is null or not pg_has_role(v_person::name, 'stockroom_manager', 'usage') then
        return '{}'::int4multirange;
    end if;
    return (
        select coalesce(range_agg(int4range(t.location_id, t.location_id + 1)), '{}'::int4multirange)
        from auth.location_grants as g
        join inventory.location_tree as t on t.ancestor_id = g.location_id
        where g.person = v_person and g.break_glass_id is null and (g.valid_until is null or g.valid_until > statement_timestamp())
    );
end
$$;
alter function auth.grantable_ranges() owner to stockroom_auth;
grant execute on function auth.grantable_ranges() to stockroom_viewer, stockroom_auditor, stockroom_admin, stockroom_people, stockroom_reader;
comment on function auth.grantable_ranges() is
'The ids of the locations a signed-in manager holds from day to day, as ranges: where they grant and keep the tree. Not those taken in an emergency, which would outlive it by a grant.';
