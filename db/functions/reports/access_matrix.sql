create or replace function api.access_matrix(location text default null, after text default null, max_rows integer default 50)
returns jsonb
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_me text := auth.signed_in();
    v_all boolean := auth.in_group('admin') or auth.in_group('auditor') or (v_me is null and auth.may_act());
    v_mine int4multirange := auth.postable_ranges();
    v_place jsonb;
    v_columns jsonb;
    v_people text[];
    v_rows jsonb;
    v_most integer := least(greatest(coalesce(max_rows, 50), 1), 100);
begin
    if not auth.may_act() then
        raise exception using errcode = 'IN006', message = 'Only a signed-in person asks about rights.', hint = 'Sign in first.';
    end if;
    if access_matrix.location <> '' then
        v_place := auth.access_object(case when v_all then 'all' else 'places' end, 'location', access_matrix.location, false);
        if v_place is null then
            raise exception using errcode = 'IN014', message = format('No location "%s" among your places.', left(access_matrix.location, 60)),
                detail = '{"field": "location"}', hint = 'Check the code.';
        end if;
    end if;
    select jsonb_agg(to_jsonb(a) || jsonb_build_object('holders', auth.access_holders(to_jsonb(a)), 'label', c.label) order by c.n) into v_columns
    from (values
        (1, 'see stock', 'See stock'), (2, 'count', 'Count'), (3, 'post issue', 'Post'), (4, 'set threshold', 'Set ranges'), (5, 'create item', 'Edit items'),
        (6, 'see cost', 'See cost'), (7, 'grant place', 'Grant'), (8, 'create person', 'People'), (9, 'see audit', 'Audit')
    ) as c (n, action, label)
    join api.access_actions() as a on a.action = c.action and a.takes <> 'item';
    -- One more than asked tells whether there are more.
    v_people := array(
        select p.person from auth.people as p
        where p.person > coalesce(access_matrix.after, '')
        and (v_all or exists (select from auth.location_grants as g where g.person = p.person and g.location_id <@ v_mine))
        order by p.person
        limit v_most + 1
    );
    select coalesce(jsonb_agg(jsonb_build_object(
        'person', p.person, 'name', p.name, 'kind', p.kind,
        'groups', array(select g from unnest(auth.group_names()) as g where pg_has_role(r.oid, ('stockroom_' || g)::regrole, 'usage')),
        'see_as', v_me is not null and auth.may_see_as(v_me, p.person),
        'cells', auth.access_cells(p.person, v_columns, v_place -> 'row')
    ) order by p.person), '[]') into v_rows
    from unnest(v_people[1:v_most]) as l (person)
    join auth.people as p using (person)
    left join pg_catalog.pg_roles as r on r.rolname = p.person;
    return jsonb_build_object(
        'location', upper(btrim(access_matrix.location)), 'name', v_place ->> 'name',
        'columns', (select jsonb_agg(jsonb_build_object('action', c.value ->> 'action', 'label', c.value ->> 'label', 'takes', c.value ->> 'takes')) from jsonb_array_elements(v_columns) as c),
        'rows', v_rows, 'next', case when cardinality(v_people) > v_most then v_people[v_most] end
    );
end
$$;
alter function api.access_matrix(text, text, integer) owner to stockroom_reader;
grant execute on function api.access_matrix(text, text, integer) to stockroom_manager, stockroom_auditor, stockroom_admin;
comment on function api.access_matrix(text, text, integer) is
'People against what they may do at a place, or without one in general: {columns, rows: [{person, name, groups, see_as, cells: [{allowed, why}]}], next}. Managers: who holds a place of theirs, at their places; admins and auditors: all. after: the last person''s name of the page before; at most 100 rows. Raises IN006, IN014.';
