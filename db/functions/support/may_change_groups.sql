create or replace function auth.may_change_groups(person text, actor text default null)
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select case
        when a.actor is null then auth.may_act()
        when may_change_groups.person = a.actor then (auth.identity_of(a.actor)).only_admin
        else pg_has_role(a.actor::name, 'stockroom_admin', 'usage')
    end
    from (select coalesce(may_change_groups.actor, auth.signed_in()) as actor) as a
$$;
alter function auth.may_change_groups(text, text) owner to stockroom_auth;
grant execute on function auth.may_change_groups(text, text) to stockroom_people;
comment on function auth.may_change_groups(text, text) is
'Whether the actor (the caller, unless another is named) may change a person''s groups: a DBA, an admin another''s, and the only admin their own.';
