create or replace function api.list_subscriptions()
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'rows', coalesce((
            select jsonb_agg(inventory.subscription_answer(s.subscription_id) order by s.own desc, s.group_name nulls last, s.person, s.subscription_id)
            from (
                select t.subscription_id, t.group_name, t.person, coalesce(t.person = (select auth.signed_in()), false) as own
                from inventory.subscriptions as t
                order by 4 desc, t.group_name nulls last, t.person, t.subscription_id limit 500
            ) as s
        ), '[]'),
        'email', (select api.me() -> 'email'),
        'can', jsonb_build_object('keep_others', auth.in_group('manager'))
    )
$$;
alter function api.list_subscriptions() owner to stockroom_owner;
grant execute on function api.list_subscriptions() to stockroom_viewer, stockroom_auditor;
comment on function api.list_subscriptions() is
'Who is told of which alerts, to 500, one''s own first: {"rows": [{"subscription", "person", "group_name", "category", "location", "minimum_severity", "own", "editable"}], "email": of the caller, null where they can be told nothing, "can"}. People see their own; managers also those at their places and of groups; auditors all.';
