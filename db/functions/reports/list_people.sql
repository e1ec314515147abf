create or replace function api.list_people(search text default '', state text default 'all', after text default null, max_rows integer default 50)
returns jsonb
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_after jsonb := inventory.read_cursor(after, array['name text', 'person text']);
    v_limit integer := greatest(1, least(coalesce(max_rows, 50), 500));
    v_like text := '%' || replace(replace(replace(btrim(coalesce(search, '')), '\', '\\'), '%', '\%'), '_', '\_') || '%';
    v_me text := auth.signed_in();
    v_all boolean := auth.in_group('admin') or auth.in_group('auditor') or (auth.signed_in() is null and auth.may_act());
    v_ranges int4multirange := case when auth.in_group('manager') then auth.postable_ranges() else '{}' end;
    v_people text[];
    v_rows jsonb;
begin
    if (state in ('all', 'active', 'ended')) is not true then
        raise exception using errcode = 'IN014', message = format('No state "%s".', left(state, 60)), detail = '{"field": "state"}', hint = 'all, active or ended.';
    end if;
    -- As auth.may_see_person(), for many at once.
    select array_agg(f.person order by f.sort, f.person) into v_people
    from (
        select p.person, lower(p.name) as sort from auth.people as p
        where (p.name ilike v_like or p.person ilike v_like or (v_all and p.email ilike v_like))
        and (list_people.state = 'all' or (list_people.state = 'active') = (p.disabled_at is null and coalesce(p.valid_until > statement_timestamp(), true)))
        and (v_all or p.person = v_me or exists (
            select from auth.location_grants as g where g.person = p.person and g.location_id <@ v_ranges
        ))
        and (v_after is null or (lower(p.name), p.person) > (v_after ->> 'name', v_after ->> 'person'))
        order by 2, 1 limit v_limit + 1
    ) as f;
    select coalesce(jsonb_agg(auth.person_facts(u.person, v_all, v_ranges) order by u.place), '[]') into v_rows
    from unnest(v_people[1:v_limit]) with ordinality as u (person, place);
    return jsonb_build_object(
        'rows', v_rows,
        'next', case when cardinality(v_people) > v_limit then inventory.write_cursor(
            jsonb_build_object('name', lower(v_rows -> -1 ->> 'name'), 'person', v_rows -> -1 ->> 'person')
        ) end,
        'can_create', auth.in_group('admin')
    );
end
$$;
alter function api.list_people(text, text, text, integer) owner to stockroom_reader;
grant execute on function api.list_people(text, text, text, integer) to stockroom_manager, stockroom_auditor, stockroom_admin;
comment on function api.list_people(text, text, text, integer) is
'A page of people by name: {"rows": [{"person", "name", "kind", "state": active, disabled or ended, "groups", "places", "last_seen_at", …}], "next"}; after: the page before''s next. Admins and auditors see all; managers who holds places of theirs, with those places. search: part of a name (or address). state: all, active or ended. Raises IN014.';
