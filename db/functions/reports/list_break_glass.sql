create or replace function api.list_break_glass(only_open boolean default false, max_rows integer default 50, after uuid default null)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'break_glass', b.break_glass_id, 'person', b.person, 'name', b.name, 'group_name', b.group_name,
        'location', b.code, 'location_name', b.location_name, 'reason', b.reason, 'granted_at', b.granted_at,
        'valid_until', b.valid_until, 'ended_at', b.ended_at, 'ended_by', b.ended_by, 'open', b.open,
        'own', b.person = b.me, 'can_end', b.open and (
            b.person = b.me or auth.in_group('admin') or coalesce(b.location_id <@ (select auth.grantable_ranges()), false))
    ) order by b.granted_at desc, b.break_glass_id desc), '[]')
    from (
        select n.*, p.name, l.code, l.name as location_name, (select auth.signed_in()) as me
        from (
            -- Names are looked up of those that are shown.
            select g.*, g.ended_at is null and g.valid_until > statement_timestamp() as open
            from auth.break_glass_grants as g
            where (not only_open or (g.ended_at is null and g.valid_until > statement_timestamp()))
            and (list_break_glass.after is null or (g.granted_at, g.break_glass_id) < (
                select k.granted_at, k.break_glass_id from auth.break_glass_grants as k where k.break_glass_id = list_break_glass.after
            ))
            order by g.granted_at desc, g.break_glass_id desc
            limit greatest(1, least(coalesce(max_rows, 50), 500))
        ) as n
        join auth.people as p using (person)
        left join inventory.locations as l using (location_id)
    ) as b
$$;
alter function api.list_break_glass(boolean, integer, uuid) owner to stockroom_owner;
grant execute on function api.list_break_glass(boolean, integer, uuid) to stockroom_viewer, stockroom_auditor, stockroom_admin;
comment on function api.list_break_glass(boolean, integer, uuid) is
'Rights taken in an emergency as a JSON array, newest first, at most 500 at once: one''s own; for admins and auditors all; for managers those at places they hold from day to day. only_open: those that hold now; after: the last one of the array before.';
