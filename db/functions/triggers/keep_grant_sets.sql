create or replace function auth.keep_grant_sets()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    -- Grants and tree exclude each other, before either looks: a first grant that meets a new
    -- place would be worked out without it, and the new place would not find the grant.
    perform pg_advisory_xact_lock(hashtextextended('stockroom grants and tree', 0));
    -- A new place makes everybody's bits longer; a grant changes one person's. Both are rare.
    if tg_table_name = 'location_grants' and tg_op = 'DELETE' then
        perform auth.refresh_grants(old.person);
    elsif tg_table_name = 'location_grants' then
        perform auth.refresh_grants(new.person);
    else
        perform auth.refresh_grants(p.person) from (
            select '' as person union all select g.person from auth.grant_sets as g where g.person <> ''
        ) as p;
    end if;
    return null;
end
$$;
alter function auth.keep_grant_sets() owner to stockroom_auth;
comment on function auth.keep_grant_sets() is 'Keeps auth.grant_sets after a change of grants or of the tree. Raises IN016.';
create or replace trigger location_grants_sets after insert or update or delete on auth.location_grants
for each row execute function auth.keep_grant_sets();
-- Named to fire after locations_tree: triggers of one event run in the order of their names.
create or replace trigger location_tree_sets after insert or delete on inventory.location_tree
for each statement execute function auth.keep_grant_sets();
