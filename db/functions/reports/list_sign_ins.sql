create or replace function api.list_sign_ins(
    person text default null, address text default null, since date default null, until date default null,
    success boolean default null, after text default null, max_rows integer default 50
)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- by keys, however many rows are guessed
set enable_bitmapscan = off -- in order
as $$
declare
    c_enough constant integer := 20000;
    v_zone constant text := api.me() ->> 'time_zone';
    v_limit integer := greatest(1, least(coalesce(max_rows, 50), 500));
    v_before bigint := coalesce((inventory.read_cursor(after, array['attempt bigint']) ->> 'attempt')::bigint, 9223372036854775807);
    v_since timestamptz := coalesce(audit.midnight(since, v_zone), '-infinity');
    v_until timestamptz := coalesce(audit.midnight(least(until, date '9999-12-30') + 1, v_zone), 'infinity');
    v_last bigint; -- how far was read, where that was not to the end
    v_last_at timestamptz;
    v_ids bigint[];
begin
    select array_agg(w.attempt_id) into v_ids from (
        select a.attempt_id from (
            select k.* from auth.sign_in_attempts as k where k.attempt_id < v_before order by k.attempt_id desc limit c_enough
        ) as a
        where (list_sign_ins.person is null or list_sign_ins.person = '' or a.person = list_sign_ins.person)
        and (list_sign_ins.address is null or list_sign_ins.address = '' or host(a.address) = list_sign_ins.address)
        and a.attempted_at >= v_since and a.attempted_at < v_until
        and (list_sign_ins.success is null or a.success = list_sign_ins.success)
        order by a.attempt_id desc limit v_limit + 1
    ) as w;
    if coalesce(cardinality(v_ids), 0) <= v_limit then
        select k.attempt_id, k.attempted_at into v_last, v_last_at from auth.sign_in_attempts as k
        where k.attempt_id < v_before order by k.attempt_id desc offset c_enough - 1 limit 1;
    end if;
    return jsonb_build_object(
        'rows', (
            select coalesce(jsonb_agg(to_jsonb(a) || jsonb_build_object(
                'at', a.attempted_at, 'person_name', p.name, 'address', host(a.address)
            ) order by a.attempt desc), '[]')
            from api.sign_ins as a left join api.people as p on p.person = a.person
            where a.attempt = any (v_ids[1:v_limit])
        ),
        'next', case
            when cardinality(v_ids) > v_limit then inventory.write_cursor(jsonb_build_object('attempt', v_ids[v_limit]))
            when v_last_at >= v_since then inventory.write_cursor(jsonb_build_object('attempt', v_last)) end,
        'searched_to', case when v_last_at >= v_since then v_last_at end
    );
end
$$;
alter function api.list_sign_ins(text, text, date, date, boolean, text, integer) owner to stockroom_owner;
grant execute on function api.list_sign_ins(text, text, date, date, boolean, text, integer) to stockroom_auditor, stockroom_admin;
comment on function api.list_sign_ins(text, text, date, date, boolean, text, integer) is
'A page of attempts to sign in, newest first: {"rows", "next", "searched_to"}. success: only those that did, or did not; since, until: days of the caller''s time zone; after: the page before''s next. A page ends after 20,000 were read: searched_to says how far back, next goes on from there. Raises IN014.';
