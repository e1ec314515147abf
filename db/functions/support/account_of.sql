create or replace function auth.account_of(person text)
returns jsonb
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- What signed_in(), session_role() and open_session() refuse, in their order; a test holds the
    -- answer against really signing in.
    select jsonb_build_object(
        'person', p.person, 'name', p.name, 'kind', p.kind,
        'ways', to_jsonb(array_remove(array[
            case when s.state is null and not p.web_only and p.kind <> 'client' then 'direct' end,
            case when s.state is null and w.is_companion then 'web' end
        ], null)),
        'state', coalesce(s.state, case when p.kind <> 'person' or w.is_companion then null else 'no companion' end),
        'sentence', case s.state
            when 'no role' then format('%s has no login in the database.', p.name)
            when 'disabled' then format('%s is disabled since %s.', p.name, to_char(p.disabled_at at time zone t.zone, 'DD Mon YYYY HH24:MI'))
            when 'ended' then format('The access of %s ended on %s.', p.name, to_char(p.valid_until at time zone t.zone, 'DD Mon YYYY HH24:MI'))
            when 'group ended' then format('A group that %s had for a while has ended and is being taken back; until then nothing is allowed.', p.name)
            when 'no login' then format('A DBA has taken the login of %s.', p.name)
            when 'password ended' then format('The password of %s is no longer valid since %s.', p.name, to_char(r.rolvaliduntil at time zone t.zone, 'DD Mon YYYY HH24:MI'))
        end,
        'note', case when s.state is null and p.web_only then format('%s signs in through the dashboard alone, with a second factor.', p.name) end
    )
    from auth.people as p
    left join pg_catalog.pg_roles as r on r.rolname = p.person
    cross join lateral (
        select coalesce((select e.time_zone from inventory.settings as e), 'UTC') as zone
    ) as t
    cross join lateral (
        select case
            when r.oid is null then 'no role'
            when p.disabled_at is not null then 'disabled'
            when p.valid_until <= statement_timestamp() then 'ended'
            when p.groups_end_at <= statement_timestamp() then 'group ended'
            when not r.rolcanlogin then 'no login'
            when r.rolvaliduntil <= statement_timestamp() then 'password ended'
        end as state
    ) as s
    cross join lateral (
        -- The web becomes the companion, which inherits what the person has.
        select coalesce(
            pg_has_role(to_regrole(quote_ident(p.companion)), r.oid, 'usage')
            -- Not pg_has_role: it would gather everybody's companion, for each person anew.
            and exists (
                select from pg_catalog.pg_auth_members as m
                where m.roleid = to_regrole(quote_ident(p.companion)) and m.member = 'stockroom_web'::regrole and m.set_option
            ), false
        ) as is_companion
    ) as w
    where p.person = account_of.person
$$;
alter function auth.account_of(text) owner to stockroom_auth;
grant execute on function auth.account_of(text) to stockroom_reader;
comment on function auth.account_of(text) is
'Whether a person can sign in at all, and on which ways (direct: psql and tools; web): name, kind, ways, state and sentence of what stands in the way, or null.';
