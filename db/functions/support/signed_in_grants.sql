create or replace function auth.signed_in_grants()
returns auth.grant_sets
language plpgsql
stable parallel safe security definer
set search_path = pg_catalog, pg_temp
as $$
-- auth.signed_in() and auth.grant_set() in one call: every row policy asks it, several
-- times in a posting.
declare
    v_person text;
    v_token_hash bytea;
    v_set auth.grant_sets;
begin
    if session_user <> 'stockroom_web' then
        select p.person into v_person
        from auth.people as p
        where p.person = session_user and p.disabled_at is null;
    else
        v_token_hash := sha256(convert_to(current_setting('stockroom.token', true), 'UTF8'));
        select s.person into v_person
        from auth.live_sessions as s
        where s.token_hash = v_token_hash
        and s.companion = current_setting('role');
    end if;
    select g.* into v_set from auth.grant_sets as g where g.person = v_person;
    if v_set.bits is null or v_set.valid_until <= now() then
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
