create or replace function api.list_alerts(state text default 'open', after text default null, max_rows integer default 50)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_after jsonb := inventory.read_cursor(after, array['at timestamptz', 'alert uuid']);
    v_rows jsonb;
    v_more boolean;
    v_limit integer := greatest(1, least(coalesce(max_rows, 50), 500));
begin
    if (state in ('open', 'resolved', 'all')) is not true then
        raise exception using errcode = 'IN014', message = format('No state "%s".', left(state, 60)), hint = 'open, resolved or all.';
    end if;
    select coalesce(jsonb_agg(inventory.alert_answer(a.alert_id) order by a.opened_at desc, a.alert_id) filter (where a.position <= v_limit), '[]'),
        count(*) > v_limit
    into v_rows, v_more
    from (
        select k.alert_id, k.opened_at, row_number() over (order by k.opened_at desc, k.alert_id) as position
        from inventory.alerts as k
        where (list_alerts.state = 'all' or (k.resolved_at is null) = (list_alerts.state = 'open'))
        and (v_after is null or k.opened_at < (v_after ->> 'at')::timestamptz
            or (k.opened_at = (v_after ->> 'at')::timestamptz and k.alert_id > (v_after ->> 'alert')::uuid))
        order by k.opened_at desc, k.alert_id
        limit v_limit + 1
    ) as a;
    return jsonb_build_object(
        'rows', v_rows,
        'next', case when v_more then inventory.write_cursor(jsonb_build_object('at', v_rows -> -1 -> 'opened_at', 'alert', v_rows -> -1 -> 'alert')) end,
        'counts', inventory.alert_counts()
    );
end
$$;
alter function api.list_alerts(text, text, integer) owner to stockroom_owner;
grant execute on function api.list_alerts(text, text, integer) to stockroom_viewer, stockroom_auditor;
comment on function api.list_alerts(text, text, integer) is
'A page of alerts, newest first: {"rows", "next", "counts": open ones by kind}. state: open, resolved or all; after: the page before''s next. Raises IN014.';
