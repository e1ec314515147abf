-- $1 people: staff for the most part, some disabled, each a login with a companion for the web, one
-- place of five hundred, sessions that ended, and what their clicks left behind.
set session_replication_role = replica;

insert into auth.people (person, name, email, kind, disabled_at, recorded_groups)
select
    format('crowd_%s', n), format('Person %s', md5(n::text)), format('crowd%s@example.com', n),
    case n % 100 when 0 then 'tool' else 'person' end, case n % 10 when 1 then now() end,
    array[case when n % 100 = 0 then 'reporting' when n % 50 = 1 then 'manager' else 'staff' end]
from generate_series(1, $1) as n;

do $do$
declare
    v_one record;
begin
    for v_one in
        select p.person, p.companion, 'stockroom_' || p.recorded_groups[1] as role
        from auth.people as p where p.person like 'crowd\_%' order by 1
    loop
        execute format('create role %I login connection limit 20', v_one.person);
        execute format('grant %I to %I with inherit true, set false', v_one.role, v_one.person);
        -- As whoever makes people has it.
        execute format('grant %I to stockroom_people with admin true, inherit false, set false', v_one.person);
        execute format('create role %I nologin', v_one.companion);
        execute format('grant %I to %I with inherit true, set false', v_one.person, v_one.companion);
        execute format('grant %I to stockroom_web with inherit false, set true', v_one.companion);
    end loop;
end
$do$;

insert into auth.sessions (token_hash, person, kind, created_at, last_seen_at, expires_at)
select sha256(format('%s %s', p.person, n)::bytea), p.person, 'web', t.at, t.at, t.at + interval '12 hours'
from auth.people as p
cross join generate_series(1, 20) as n
cross join lateral (select now() - make_interval(hours => 12 * n) as at) as t
where p.person like 'crowd\_%';

insert into auth.break_glass_grants (person, location_id, reason, granted_at, valid_until, ended_at)
select p.person, l.location_id, 'The cold store has failed', t.at, t.at + interval '4 hours', t.at + interval '4 hours'
from auth.people as p
cross join generate_series(1, 2) as n
cross join lateral (select now() - make_interval(days => n) as at) as t
cross join lateral (select location_id from inventory.locations where code = 'S') as l
where p.person like 'crowd\_%';

insert into auth.sign_in_attempts (person, address, attempted_at, success)
select s.person, '192.0.2.1', s.created_at, true from auth.sessions as s where s.person like 'crowd\_%';

insert into audit.refusals (refused_at, person, address, method, path, status, code, message)
select s.created_at, s.person, '192.0.2.1', 'GET', '/people', 403, '42501', 'That is not yours to see.'
from auth.sessions as s where s.person like 'crowd\_%';

set session_replication_role = origin;

-- By the trigger, which keeps everybody's grant set.
insert into auth.location_grants (person, location_id, granted_by)
select p.person, l.location_id, 'bench_admin'
from (select q.person, row_number() over (order by q.person) as n from auth.people as q where q.person like 'crowd\_%') as p
join (
    select k.location_id, row_number() over (order by k.code) as n, count(*) over () as many
    from inventory.locations as k where k.kind = 'site'
) as l on l.n = 1 + p.n % l.many;
