create or replace function inventory.edit_effects(item_ids integer[])
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    -- Of this transaction: an alert opens and resolves at the time it began.
    select jsonb_build_object(
        'alerts_opened', count(*) filter (where a.opened_at >= now() and a.resolved_at is null),
        'alerts_resolved', count(*) filter (where a.resolved_at >= now()),
        -- Their ranges come by the worker, and what those open with them.
        'waiting', (
            select count(*) from inventory.waiting_items as w
            where w.batch = pg_current_xact_id_if_assigned() and w.item_id = any (edit_effects.item_ids)
        ),
        'mails', coalesce(sum((select count(*) from inventory.deliveries as d where d.alert_id = a.alert_id)) filter (where a.opened_at >= now()), 0)
    )
    from inventory.alerts as a
    where a.item_id = any (edit_effects.item_ids) and (a.opened_at >= now() or a.resolved_at >= now())
$$;
alter function inventory.edit_effects(integer[]) owner to stockroom_owner;
grant execute on function inventory.edit_effects(integer[]) to stockroom_manager;
comment on function inventory.edit_effects(integer[]) is
'What a change of these items did within this transaction: alerts opened and resolved, mails written, and of how many the worker will set the ranges.';
