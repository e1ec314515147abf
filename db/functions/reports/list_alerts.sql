create or replace function api.list_alerts(state text default 'open', after text default null, max_rows integer default 50)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
declare
    v_after jsonb := inventory.read_cursor(after, array['at timestamptz', 'alert uuid']);
    v_rows jsonb;
    v_ids uuid[];
    -- Where the page begins as bounds that always hold: "or there are none" could be no index's condition.
    v_at timestamptz := coalesce((v_after ->> 'at')::timestamptz, 'infinity');
    v_alert uuid := coalesce((v_after ->> 'alert')::uuid, '00000000-0000-0000-0000-000000000000');
    v_limit integer := greatest(1, least(coalesce(max_rows, 50), 500));
begin
    if (state in ('open', 'resolved', 'all')) is not true then
        raise exception using errcode = 'IN014', message = format('No state "%s".', left(state, 60)), detail = '{"field": "state"}', hint = 'open, resolved or all.';
    end if;
    -- Open ones are few among all that ever were: asked for by themselves, they are not looked for there.
    if state = 'open' then
        select array_agg(a.alert_id order by a.opened_at desc, a.alert_id) into v_ids
        from (
            select k.alert_id, k.opened_at from inventory.alerts as k
            where k.resolved_at is null and k.opened_at <= v_at and (k.opened_at < v_at or k.alert_id > v_alert)
            order by k.opened_at desc, k.alert_id limit v_limit + 1
        ) as a;
    else
        select array_agg(a.alert_id order by a.opened_at desc, a.alert_id) into v_ids
        from (
            select k.alert_id, k.opened_at from inventory.alerts as k
            where (state = 'all' or k.resolved_at is not null) and k.opened_at <= v_at and (k.opened_at < v_at or k.alert_id > v_alert)
            order by k.opened_at desc, k.alert_id limit v_limit + 1
        ) as a;
    end if;
    v_rows := inventory.alert_answers(v_ids[1:v_limit]);
    return jsonb_build_object(
        'rows', v_rows,
        'next', case when cardinality(v_ids) > v_limit then inventory.write_cursor(jsonb_build_object('at', v_rows -> -1 -> 'opened_at', 'alert', v_rows -> -1 -> 'alert')) end,
        'counts', inventory.alert_counts()
    );
end
$$;
alter function api.list_alerts(text, text, integer) owner to stockroom_owner;
grant execute on function api.list_alerts(text, text, integer) to stockroom_viewer, stockroom_auditor;
comment on function api.list_alerts(text, text, integer) is
'A page of alerts, newest first: {"rows", "next", "counts": open ones by kind}. state: open, resolved or all; after: the page before''s next. Raises IN014.';
