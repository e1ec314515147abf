create or replace function auth.signed_in_grants()
returns auth.grant_sets
language plpgsql
stable parallel safe security definer
set search_path = pg_catalog, pg_temp
as $$
-- Every row policy asks it, several times in a posting: one query more than who it is.
declare
    v_person text := auth.signed_in();
    v_set auth.grant_sets;
begin
    select g.* into v_set from auth.grant_sets as g where g.person = v_person;
    if v_set.bits is null or v_set.valid_until <= statement_timestamp() then
        v_set := auth.grant_set(v_person);
        v_set.person := v_person;
    end if;
    return v_set;
end
$$;
alter function auth.signed_in_grants() owner to stockroom_auth;
grant execute on function auth.signed_in_grants() to stockroom_writer;
comment on function auth.signed_in_grants() is
'Who is signed in, and the places of their grants as bits and ranges: what the policies rest on.';
