create or replace function auth.readers_of(location_id integer)
returns setof text
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- By the grants above the place, which few hold: asked of each person, an alert would read
    -- everybody's account.
    select r.person
    from (
        select g.person
        from inventory.location_tree as t
        join auth.location_grants as g on g.location_id = t.ancestor_id
        where t.location_id = readers_of.location_id
        union
        select m.person from auth.members_of('{auditor}') as m
    ) as r
    where auth.may_read_location(r.person, readers_of.location_id)
$$;
alter function auth.readers_of(integer) owner to stockroom_auth;
grant execute on function auth.readers_of(integer) to stockroom_keeper;
comment on function auth.readers_of(integer) is
'Who may see the stock of a location now, signed in or not: everybody of whom auth.may_read_location() is true.';
