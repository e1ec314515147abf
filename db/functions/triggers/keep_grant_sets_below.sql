create or replace function auth.keep_grant_sets_below()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    -- See auth.keep_grant_sets().
    perform pg_advisory_xact_lock(hashtextextended('stockroom grants and tree', 0));
    -- Whom it concerns: who holds a place above. Others' bits may end before a new place, and
    -- whoever asks for them fills them up. '' is nobody, and is there from the first place on.
    perform auth.refresh_grants(p.person) from (
        select '' as person
        union
        select g.person from auth.location_grants as g
        where g.location_id in (select c.ancestor_id from changed as c)
    ) as p;
    return null;
end
$$;
alter function auth.keep_grant_sets_below() owner to stockroom_auth;
comment on function auth.keep_grant_sets_below() is 'Keeps auth.grant_sets after a change of the tree. Raises IN016.';
-- Named to fire after locations_tree: triggers of one event run in the order of their names.
create or replace trigger location_tree_sets after insert on inventory.location_tree
referencing new table as changed
for each statement execute function auth.keep_grant_sets_below();
create or replace trigger location_tree_sets_removed after delete on inventory.location_tree
referencing old table as changed
for each statement execute function auth.keep_grant_sets_below();
