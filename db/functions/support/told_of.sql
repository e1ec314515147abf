create or replace function inventory.told_of(item_id integer, location_id integer, severity text)
returns setof text
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- As inventory.tell_people, before there is an alert; of a place that the caller sees.
    with recursive category as (
        select c.category_id, c.parent_id
        from inventory.categories as c join inventory.items as i using (category_id)
        where i.item_id = told_of.item_id
        union
        select c.category_id, c.parent_id from category as b join inventory.categories as c on c.category_id = b.parent_id
    )
    select distinct p.person
    from inventory.subscriptions as s
    join auth.people as p on p.person = s.person
        or (s.group_name is not null and to_regrole(p.person) is not null
            and pg_has_role(to_regrole(p.person), ('stockroom_' || s.group_name)::name, 'usage'))
    where p.email is not null
    and array_position(array['info', 'warning', 'critical'], s.minimum_severity)
        <= array_position(array['info', 'warning', 'critical'], told_of.severity)
    and (s.category_id is null or s.category_id in (select c.category_id from category as c))
    and (s.location_id is null or s.location_id in (
        select t.ancestor_id from inventory.location_tree as t where t.location_id = told_of.location_id
    ))
    and auth.may_read_location(p.person, told_of.location_id)
    and auth.may_read_location(auth.signed_in(), told_of.location_id)
$$;
alter function inventory.told_of(integer, integer, text) owner to stockroom_reader;
grant execute on function inventory.told_of(integer, integer, text) to stockroom_manager, stockroom_auditor;
comment on function inventory.told_of(integer, integer, text) is
'Who would be told of an alert: subscribed, with an address, and permitted to see the place; nobody where the caller is not.';
