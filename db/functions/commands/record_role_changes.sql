create or replace function api.record_role_changes()
returns integer
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- PostgreSQL has no trigger on roles. What Stockroom's own functions do to a person's role they
-- note in recorded_groups, in the same transaction; whatever differs a DBA has done by hand.
-- The first time a person is looked at is only noted.
declare
    v_changed integer;
begin
    if session_user <> 'stockroom_worker' and not pg_has_role(session_user, 'stockroom_owner', 'member') then
        raise exception using errcode = 'IN006', message = 'The worker looks after roles.', hint = 'Wait a minute: it does.';
    end if;
    with differing as (
        select p.person, p.recorded_groups as recorded, r.rights as found
        from auth.people as p
        join auth.role_rights() as r using (person)
        where (p.recorded_groups @> r.rights and p.recorded_groups <@ r.rights) is not true
        order by p.person
    ),
    noted as (
        update auth.people as p set recorded_groups = d.found, found_at = clock_timestamp()
        from differing as d where p.person = d.person and p.recorded_groups is not distinct from d.recorded
        returning p.person, d.recorded, d.found
    ),
    recorded as (
        insert into audit.changes (database_user, table_name, operation, before, after)
        select
            '(found in the catalogue)', 'auth.people', 'update',
            jsonb_build_object('person', n.person, 'recorded_groups', n.recorded),
            jsonb_build_object('person', n.person, 'recorded_groups', n.found)
        from noted as n where n.recorded is not null
        returning 1
    )
    select count(*) into v_changed from recorded;
    return v_changed;
end
$$;
alter function api.record_role_changes() owner to stockroom_keeper;
grant execute on function api.record_role_changes() to stockroom_worker;
comment on function api.record_role_changes() is
'Finds what DBAs did to people''s roles by hand (GRANT, REVOKE, ALTER ROLE, DROP ROLE) and records it in the audit, as of nobody of Stockroom''s. Every minute. Answers how many roles had changed. Raises IN006.';
