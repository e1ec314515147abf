create or replace function api.location_page(location text)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_location_id integer := inventory.location_of(location);
    v_keeps boolean := auth.in_group('admin');
    v_page jsonb;
begin
    -- A statement of its own: who counts may not ask for what one may grant.
    if not v_keeps and auth.in_group('manager') then
        v_keeps := v_location_id <@ auth.grantable_ranges();
    end if;
    select jsonb_build_object(
        'location', inventory.location_answer(l.code),
        'above', (
            select coalesce(jsonb_agg(jsonb_build_object('location', a.code, 'name', a.name) order by t.depth desc), '[]')
            from inventory.location_tree as t join inventory.locations as a on a.location_id = t.ancestor_id
            where t.location_id = l.location_id and t.depth > 0
        ),
        'below', (
            select coalesce(jsonb_agg(jsonb_build_object('location', b.code, 'name', b.name, 'kind', b.kind, 'retired_at', b.retired_at) order by b.retired_at is not null, b.name, b.code), '[]')
            from (select c.* from inventory.locations as c where c.parent_id = l.location_id order by c.retired_at is not null, c.name, c.code limit 200) as b
        ),
        'all_below', (select count(*) - 1 from inventory.location_tree as t where t.ancestor_id = l.location_id),
        'can', jsonb_build_object('keep', v_keeps, 'set_threshold', auth.in_group('manager') and l.location_id <@ auth.postable_ranges())
    ) into v_page
    from inventory.locations as l where l.location_id = v_location_id;
    -- Statements of their own: who counts blind, or keeps people alone, may not even name these tables.
    if auth.in_group('viewer') or auth.in_group('auditor') then
        v_page := v_page || inventory.location_stock(v_location_id);
    end if;
    if auth.in_group('manager') or auth.in_group('auditor') or auth.in_group('admin') then
        v_page := v_page || jsonb_build_object('holders', (
            select coalesce(jsonb_agg(jsonb_build_object('person', h.person, 'name', h.person_name, 'at', h.code, 'at_name', h.name, 'valid_until', h.valid_until) order by h.depth, h.person), '[]')
            from (
                select g.person, p.name as person_name, a.code, a.name, g.valid_until, t.depth
                from inventory.location_tree as t
                join auth.location_grants as g on g.location_id = t.ancestor_id
                join inventory.locations as a on a.location_id = t.ancestor_id
                left join api.people as p on p.person = g.person
                where t.location_id = v_location_id and (g.valid_until is null or g.valid_until > statement_timestamp())
                order by t.depth, g.person limit 100
            ) as h
        ));
    end if;
    return v_page;
end
$$;
alter function api.location_page(text) owner to stockroom_owner;
grant execute on function api.location_page(text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.location_page(text) is
'All of a place''s page: {"location": as api.locations has it, "above", "below": to 200, "all_below": how many at all levels, "can"}; for who sees stock "items", "ranges" and "alerts", each counted to 1,001; for managers, auditors and admins "holders": whose rights reach it, by which place, to 100 of the grants they may see. Raises IN014.';
