create or replace function api.overview()
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_today timestamptz := date_trunc('day', now(), coalesce(api.me() ->> 'time_zone', 'UTC'));
    v_overview jsonb;
begin
    v_overview := jsonb_build_object(
        'as_of', clock_timestamp(),
        'items', (select count(*) from inventory.items as i where i.retired_at is null),
        'items_with_stock', (select count(distinct s.item_id) from inventory.stock_levels as s where s.on_hand <> 0),
        'alerts', inventory.alert_counts(),
        'documents_today', (select count(*) from inventory.documents as d where d.posted_at >= v_today and d.occurred_at >= v_today),
        'movements_today', (select count(*) from inventory.movements as m where m.posted_at >= v_today and m.occurred_at >= v_today),
        'attention', (
            select inventory.item_rows_of(coalesce(array_agg(a.item_id order by a.rank, a.opened_at desc), '{}'))
            from (
                select k.item_id, min(array_position(array['out', 'low', 'over'], k.kind)) as rank, max(k.opened_at) as opened_at
                from inventory.alerts as k where k.resolved_at is null
                group by k.item_id order by 2, 3 desc limit 8
            ) as a
        ),
        'recent', inventory.movement_page(null, null, 8) -> 'rows'
    );
    if auth.in_group('manager') or auth.in_group('auditor') then
        v_overview := v_overview || (
            select jsonb_build_object('value', coalesce(sum(s.on_hand * c.last_cost), 0), 'currency', min(e.currency))
            from inventory.settings as e
            left join inventory.stock_levels as s on s.on_hand <> 0
            left join inventory.item_costs as c on c.item_id = s.item_id
        );
    end if;
    return v_overview;
end
$$;
alter function api.overview() owner to stockroom_owner;
grant execute on function api.overview() to stockroom_viewer, stockroom_auditor;
comment on function api.overview() is
'What needs attention now at the caller''s places, as one JSON object; value (on hand at last cost) where cost is permitted, without items whose last cost the caller may not see.';
