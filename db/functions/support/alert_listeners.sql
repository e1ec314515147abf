create or replace function inventory.alert_listeners(category_id integer, location_id integer, severity text)
returns table (person text, channel text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    -- Subscribed (themselves or their group; category, place and severity) and permitted to see the place.
    with recursive category as (
        select c.category_id, c.parent_id from inventory.categories as c where c.category_id = alert_listeners.category_id
        union
        select c.category_id, c.parent_id
        from category as below
        join inventory.categories as c on c.category_id = below.parent_id
    )
    select distinct p.person, s.channel
    from inventory.subscriptions as s
    cross join (
        select q.person from auth.readers_of(alert_listeners.location_id) as r (person)
        join auth.people as q on q.person = r.person
        where q.email is not null
    ) as p
    where (s.person = p.person or (s.group_name is not null
        and pg_has_role(to_regrole(quote_ident(p.person)), ('stockroom_' || s.group_name)::name, 'usage')))
    and array_position(array['info', 'warning', 'critical'], s.minimum_severity)
        <= array_position(array['info', 'warning', 'critical'], alert_listeners.severity)
    and (s.category_id is null or s.category_id in (select c.category_id from category as c))
    and (s.location_id is null or exists (
        select from inventory.location_tree as t
        where t.location_id = alert_listeners.location_id and t.ancestor_id = s.location_id
    ))
$$;
alter function inventory.alert_listeners(integer, integer, text) owner to stockroom_keeper;
comment on function inventory.alert_listeners(integer, integer, text) is
'Who is told of an alert of an item of this category at this place: subscribed to it, with an address, and permitted to see the place.';
