create or replace function inventory.alert_answer(alert_id uuid)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select to_jsonb(a) || jsonb_build_object('told', (
        select coalesce(jsonb_agg(jsonb_build_object('name', d.name, 'state', d.state, 'at', coalesce(d.sent_at, d.created_at)) order by d.name), '[]')
        from api.deliveries as d where d.alert = a.alert
    ))
    from api.alerts as a
    where a.alert = alert_answer.alert_id
$$;
alter function inventory.alert_answer(uuid) owner to stockroom_owner;
grant execute on function inventory.alert_answer(uuid) to stockroom_viewer, stockroom_auditor;
comment on function inventory.alert_answer(uuid) is 'An alert with who was told, as a JSON object.';
