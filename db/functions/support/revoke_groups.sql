create or replace function auth.revoke_groups(person text, stay text[])
returns text[]
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_group text;
    v_taken text[] := '{}';
begin
    -- With groups set anew, what was taken in an emergency is over.
    perform auth.end_rights(b.break_glass_id, coalesce(auth.signed_in(), session_user))
    from auth.break_glass_grants as b where b.person = revoke_groups.person and b.ended_at is null;
    -- What a DBA gave, PostgreSQL lets nobody else take back.
    for v_group in
        select g.name from unnest(auth.groups_of(revoke_groups.person)) as g (name)
        where not g.name = any (stay) and exists (
            select from pg_catalog.pg_auth_members as m
            where m.member = to_regrole(revoke_groups.person)::oid and m.roleid = to_regrole('stockroom_' || g.name)::oid
            and m.grantor = to_regrole('stockroom_people')::oid
        )
    loop
        execute format('revoke %I from %I', 'stockroom_' || v_group, person);
        v_taken := v_taken || v_group;
    end loop;
    return v_taken;
end
$$;
alter function auth.revoke_groups(text, text[]) owner to stockroom_people;
comment on function auth.revoke_groups(text, text[]) is
'Takes a person''s groups back but for those that stay, and answers which; what a DBA gave is left. For the functions that change people. Raises IN016.';
