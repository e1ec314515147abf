create or replace function auth.grant_set(person text)
returns auth.grant_sets
language plpgsql
stable parallel safe security definer
set search_path = pg_catalog, pg_temp
as $$
-- Kept by the triggers on grants and tree. Worked out afresh only when a grant has ended
-- since it was kept.
declare
    v_set auth.grant_sets;
begin
    select s.* into v_set from auth.grant_sets as s where s.person = coalesce(grant_set.person, '');
    if not found then
        select s.* into v_set from auth.grant_sets as s where s.person = '';
    elsif v_set.valid_until <= statement_timestamp() then
        v_set := auth.work_out_grants(grant_set.person);
    end if;
    return v_set;
end
$$;
alter function auth.grant_set(text) owner to stockroom_auth;
comment on function auth.grant_set(text) is
'The places of a person as bits and ranges; of nobody (all zero) where the person is null or has none.';
