create or replace function inventory.tree_holders(location_id integer)
returns text[]
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    -- As whoever asks: of the grants they may see.
    select coalesce(array_agg(distinct g.person order by g.person), '{}')
    from auth.location_grants as g
    join inventory.location_tree as t on t.ancestor_id = g.location_id
    where t.location_id = tree_holders.location_id and (g.valid_until is null or g.valid_until > statement_timestamp())
$$;
alter function inventory.tree_holders(integer) owner to stockroom_owner;
grant execute on function inventory.tree_holders(integer) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function inventory.tree_holders(integer) is
'Whose rights reach a place by a grant at it or above it, of the grants the caller may see; by name.';
