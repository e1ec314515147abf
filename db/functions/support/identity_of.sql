create or replace function auth.identity_of(
    person text, out bits varbit, out readable int4multirange, out postable int4multirange, out ancestors int4multirange,
    out sees_stock boolean, out grantable int4multirange, out only_admin boolean
)
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
-- The same as readable_bits(), readable_ranges(), postable_ranges(), ancestor_ranges(),
-- sees_stock(), grantable_ranges() and is_only_admin() answer to that person. Those are asked by every policy of every statement and stay as they are; a test
-- holds the two equal for everybody.
declare
    v_set auth.grant_sets := auth.grant_set(person);
    v_role regrole := to_regrole(quote_ident(person));
    v_missing integer;
begin
    select max(l.location_id) + 1 - length(v_set.bits) into v_missing from inventory.locations as l;
    bits := v_set.bits || repeat('0', greatest(v_missing, 0))::varbit;
    readable := v_set.ranges;
    postable := case when pg_has_role(v_role, 'stockroom_staff', 'usage') then v_set.ranges else '{}'::int4multirange end;
    sees_stock := pg_has_role(v_role, 'stockroom_viewer', 'usage') or pg_has_role(v_role, 'stockroom_auditor', 'usage')
        or pg_has_role(v_role, 'stockroom_reporting', 'usage');
    select coalesce(range_agg(int4range(t.ancestor_id, t.ancestor_id + 1)), '{}'::int4multirange) into ancestors
    from auth.location_grants as g
    join inventory.location_tree as t on t.location_id = g.location_id
    where g.person = identity_of.person and (g.valid_until is null or g.valid_until > statement_timestamp());
    grantable := '{}';
    if pg_has_role(v_role, 'stockroom_manager', 'usage') then
        select coalesce(range_agg(int4range(t.location_id, t.location_id + 1)), '{}'::int4multirange) into grantable
        from auth.location_grants as g
        join inventory.location_tree as t on t.ancestor_id = g.location_id
        where g.person = identity_of.person and g.break_glass_id is null and (g.valid_until is null or g.valid_until > statement_timestamp());
    end if;
    only_admin := false;
    if pg_has_role(v_role, 'stockroom_admin', 'usage') then
        only_admin := not exists (
            select from auth.members_of('{admin}') as p where p.person <> identity_of.person and p.kind = 'person'
        ) and not auth.had_other_admin(person, now() - interval '30 days');
    end if;
end
$$;
alter function auth.identity_of(text) owner to stockroom_auth;
grant execute on function auth.identity_of(text) to stockroom_reader;
comment on function auth.identity_of(text) is
'What the identity functions answer to a person, signed in or not: the places of their grants, as bits and ranges, those where they post, and those above.';
