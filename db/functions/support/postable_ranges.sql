create or replace function auth.postable_ranges()
returns int4multirange
language plpgsql
stable parallel safe security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_set auth.grant_sets := auth.signed_in_grants();
begin
    -- Managers are staff by inheritance.
    if v_set.person is null or not pg_has_role(v_set.person::name, 'stockroom_staff', 'usage') then
        return '{}'::int4multirange;
    end if;
    return v_set.ranges;
end
$$;
alter function auth.postable_ranges() owner to stockroom_auth;
grant execute on function auth.postable_ranges() to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting,
stockroom_writer, stockroom_keeper, stockroom_reader, stockroom_people, stockroom_worker;
comment on function auth.postable_ranges() is
'The ids of the locations where the signed-in person may post, as ranges; empty for who is not staff. For policies: location_id <@ (select auth.postable_ranges()).';
