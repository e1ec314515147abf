create or replace function api.first_steps()
returns jsonb
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- Of the whole company, past row policies: whether there is any at all is asked of one row, where
    -- a policy would look through the ledger for the first that a person may see.
    select case when not mailed.is_long_ago and not at_work.is_so and (auth.in_group('manager') or auth.in_group('admin')) then jsonb_build_object(
        'steps', (
            select jsonb_agg(jsonb_build_object('step', s.step, 'done', s.done) order by s.position)
            from (values
                (1, 'company', exists (select from inventory.settings as s where s.version > 1)),
                (2, 'place', exists (select from inventory.locations as l where l.retired_at is null)),
                (3, 'unit', exists (select from inventory.units) and exists (select from inventory.categories)),
                (4, 'item', exists (select from inventory.items)),
                (5, 'range', exists (select from inventory.thresholds)),
                (6, 'address', exists (select from auth.people as p where p.person = auth.signed_in() and p.email is not null)),
                (7, 'told', exists (select from inventory.subscriptions)),
                (8, 'receipt', moved.receipt),
                (9, 'issue', moved.issue),
                -- A range alone opens one where there is no stock yet: the first of which somebody is told comes of an issue.
                (10, 'alert', moved.issue and exists (select from inventory.alerts)),
                (11, 'mail', mailed.is_so)
            ) as s (position, step, done)
        ),
        'item', case when auth.in_group('manager') then coalesce(
            (select i.sku from inventory.thresholds as t join inventory.items as i using (item_id) order by t.threshold_id limit 1),
            (select i.sku from inventory.items as i where i.retired_at is null order by i.item_id limit 1)
        ) end
    ) end
    from (
        -- Who has just come to the end sees that it is one.
        select exists (select from inventory.deliveries as d where d.notice = 'alert' and d.sent_at is not null) as is_so,
            exists (select from inventory.deliveries as d where d.notice = 'alert' and d.sent_at < now() - interval '3 days') as is_long_ago
    ) as mailed
    cross join lateral (
        -- The first ones: who has posted so many and no issue needs no guide.
        select coalesce(bool_or(d.kind = 'receipt'), false) as receipt, coalesce(bool_or(d.kind = 'issue'), false) as issue, count(*) = 200 as are_many
        from (select n.kind from inventory.documents as n limit 200) as d
    ) as moved
    cross join lateral (
        -- Of a company that has begun long ago, and lacks but the mail: its alerts are older than who is told of them.
        select moved.are_many and moved.receipt and moved.issue and exists (select from inventory.subscriptions)
            and exists (select from inventory.thresholds) and exists (select from inventory.alerts) as is_so
    ) as at_work
$$;
alter function api.first_steps() owner to stockroom_reader;
grant execute on function api.first_steps() to stockroom_manager, stockroom_admin;
comment on function api.first_steps() is
'What a new company still has to do until its first alert is mailed: {"steps": [{"step": company, place, unit, item, range, address, told, receipt, issue, alert or mail, "done": true or false}], "item": the SKU to go on with, or null}; null three days after a mail has told of an alert, for a company that has posted 200 documents and lacks but the mail, and for whom it is not.';
