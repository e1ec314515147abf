create or replace function api.list_refusals(
    person text default null, address text default null, since date default null, until date default null, search text default null,
    after text default null, max_rows integer default 50
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
    v_before bigint := coalesce((inventory.read_cursor(after, array['refusal bigint']) ->> 'refusal')::bigint, 9223372036854775807);
    v_since timestamptz := coalesce(audit.midnight(since, v_zone), '-infinity');
    v_until timestamptz := coalesce(audit.midnight(least(until, date '9999-12-30') + 1, v_zone), 'infinity');
    v_last bigint; -- how far was read, where that was not to the end
    v_last_at timestamptz;
    v_ids bigint[];
begin
    select array_agg(w.refusal_id) into v_ids from (
        select r.refusal_id from (
            select k.* from audit.refusals as k where k.refusal_id < v_before order by k.refusal_id desc limit c_enough
        ) as r
        where (list_refusals.person is null or list_refusals.person = '' or r.person = list_refusals.person)
        and (list_refusals.address is null or list_refusals.address = '' or host(r.address) = list_refusals.address)
        and r.refused_at >= v_since and r.refused_at < v_until
        and (search is null or search = '' or strpos(lower(concat_ws(' ', r.method, r.path, r.code, r.message)), lower(search)) > 0)
        order by r.refusal_id desc limit v_limit + 1
    ) as w;
    if coalesce(cardinality(v_ids), 0) <= v_limit then
        select k.refusal_id, k.refused_at into v_last, v_last_at from audit.refusals as k
        where k.refusal_id < v_before order by k.refusal_id desc offset c_enough - 1 limit 1;
    end if;
    return jsonb_build_object(
        'rows', (
            select coalesce(jsonb_agg(to_jsonb(r) || jsonb_build_object(
                'at', r.refused_at, 'person_name', p.name, 'address', host(r.address)
            ) order by r.refusal desc), '[]')
            from api.refusals as r left join api.people as p on p.person = r.person
            where r.refusal = any (v_ids[1:v_limit])
        ),
        'next', case
            when cardinality(v_ids) > v_limit then inventory.write_cursor(jsonb_build_object('refusal', v_ids[v_limit]))
            when v_last_at >= v_since then inventory.write_cursor(jsonb_build_object('refusal', v_last)) end,
        'searched_to', case when v_last_at >= v_since then v_last_at end
    );
end
$$;
alter function api.list_refusals(text, text, date, date, text, text, integer) owner to stockroom_owner;
grant execute on function api.list_refusals(text, text, date, date, text, text, integer) to stockroom_auditor, stockroom_admin;
comment on function api.list_refusals(text, text, date, date, text, text, integer) is
'A page of what the web and the API refused, newest first: {"rows", "next", "searched_to"}. since, until: days of the caller''s time zone; search: a text in method, path, code or message; after: the page before''s next. A page ends after 20,000 were read: searched_to says how far back, next goes on from there. Raises IN014.';
