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
    perform auth.refresh_grants(case when tg_op = 'DELETE' then old.person else new.person end);
    return null;
end
$$;
alter function auth.keep_grant_sets() owner to stockroom_auth;
comment on function auth.keep_grant_sets() is 'Keeps auth.grant_sets after a change of grants. Raises IN016.';
create or replace trigger location_grants_sets after insert or update or delete on auth.location_grants
for each row execute function auth.keep_grant_sets();
