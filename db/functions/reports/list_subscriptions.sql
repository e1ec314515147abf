create or replace function api.list_subscriptions(after text default null, max_rows integer default 500)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    with asked as (
        select greatest(1, least(coalesce(max_rows, 500), 500)) as most,
            inventory.read_cursor(list_subscriptions.after, array['other boolean', 'one boolean', 'whom text', 'subscription integer']) as place
    ), shown as (
        select k.*, row_number() over (order by k.other, k.one, k.whom, k.subscription_id) as n, count(*) over () as all_rows
        from (
            -- One's own, then of groups, then of others, each by whom.
            select t.subscription_id, coalesce(t.person <> (select auth.signed_in()), true) as other, t.group_name is null as one,
                coalesce(t.group_name, t.person) as whom
            from inventory.subscriptions as t
        ) as k
        cross join asked as a
        where a.place is null or (k.other, k.one, k.whom, k.subscription_id) > (
            (a.place ->> 'other')::boolean, (a.place ->> 'one')::boolean, a.place ->> 'whom', (a.place ->> 'subscription')::integer
        )
        order by k.other, k.one, k.whom, k.subscription_id limit (select a.most + 1 from asked as a)
    )
    select jsonb_build_object(
        'rows', coalesce((
            select jsonb_agg(inventory.subscription_answer(s.subscription_id) order by s.n) from shown as s cross join asked as a where s.n <= a.most
        ), '[]'),
        'next', (
            select inventory.write_cursor(jsonb_build_object('other', s.other, 'one', s.one, 'whom', s.whom, 'subscription', s.subscription_id))
            from shown as s cross join asked as a where s.n = a.most and s.all_rows > a.most
        ),
        'email', (select api.me() -> 'email'),
        'can', jsonb_build_object('keep_others', auth.in_group('manager'))
    )
$$;
alter function api.list_subscriptions(text, integer) owner to stockroom_owner;
grant execute on function api.list_subscriptions(text, integer) to stockroom_viewer, stockroom_auditor;
comment on function api.list_subscriptions(text, integer) is
'Who is told of which alerts, to 500 at once, one''s own first: {"rows": [{"subscription", "person", "group_name", "category", "location", "minimum_severity", "own", "editable"}], "next", "email": of the caller, null where they can be told nothing, "can"}. after: the page before''s next. People see their own; managers also those at their places and of groups; auditors all. Raises IN014.';
