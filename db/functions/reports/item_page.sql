create or replace function api.item_page(sku text)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_item_id integer := inventory.item_of(sku);
    -- Not by the tables alone: a tool's group reads those, and not whom an alert was told to.
    v_sees boolean := has_function_privilege('inventory.alert_answers(uuid[])', 'execute');
    v_page jsonb;
begin
    v_page := jsonb_build_object(
        'item', inventory.item_answer(sku),
        'row', inventory.item_rows_of(array[v_item_id]) -> 0,
        'attributes', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'attribute', a.attribute, 'label', a.label, 'type', a.type, 'unit', a.unit, 'choices', a.choices, 'required', a.required
            ) order by a.place, a.attribute_id), '[]')
            from inventory.items as i
            cross join lateral inventory.category_attributes(i.category_id) as a
            where i.item_id = v_item_id and (a.retired_at is null or i.attributes ? a.attribute)
        ),
        'attachments', (
            select coalesce(jsonb_agg(to_jsonb(a) - 'sku' - 'sha256' || jsonb_build_object('created_by_name', auth.name_of(a.created_by)) order by a.is_primary desc, a.is_image desc, a.created_at), '[]')
            from api.attachments as a where a.sku = upper(item_page.sku)
        ),
        'can', jsonb_build_object(
            'post', auth.in_group('staff'), 'edit', auth.in_group('manager'), 'set_threshold', auth.in_group('manager')
        )
    );
    -- A statement of its own: who counts blind may not even name these tables.
    if v_sees then
        v_page := v_page || jsonb_build_object(
            'stock', (
                select coalesce(jsonb_agg(to_jsonb(s) order by s.location_path, s.expires_on nulls last, s.lot), '[]')
                from (
                    select l.location, l.name as location_name, l.path as location_path, s.lot, s.expires_on, s.on_hand,
                        s.reserved, s.available, s.updated_at
                    from api.stock_on_hand as s
                    join api.locations as l using (location)
                    where s.sku = upper(item_page.sku) and s.on_hand <> 0
                    limit 500
                ) as s
            ),
            'thresholds', (
                select coalesce(jsonb_agg(to_jsonb(t) order by t.location), '[]')
                from (
                    select t.location, t.location_name, t.minimum, t.maximum, t.margin, t.severity, t.balance, t.status, t.version,
                        t.seen, t.updated_at, auth.name_of(t.updated_by) as updated_by_name
                    from api.thresholds as t where t.sku = upper(item_page.sku) limit 200
                ) as t
            ),
            'ranges_waiting', exists (select from inventory.waiting_items as w where w.item_id = v_item_id and not w.settled),
            'alerts', (
                select inventory.alert_answers(array_agg(a.alert_id order by a.opened_at desc))
                from inventory.alerts as a where a.item_id = v_item_id and a.resolved_at is null
            )
        );
    end if;
    if auth.in_group('cost') then
        v_page := v_page || jsonb_build_object('cost', (
            select jsonb_build_object('last_cost', c.last_cost, 'currency', c.currency, 'costed_at', c.costed_at)
            from api.item_costs as c where c.sku = upper(item_page.sku)
        ));
    end if;
    return v_page;
end
$$;
alter function api.item_page(text) owner to stockroom_owner;
grant execute on function api.item_page(text) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function api.item_page(text) is
'All of an item''s page as one JSON object: item, row, declared attributes, files, stock by location and lot, thresholds ("ranges_waiting": whether those of defaults are still to come) and open alerts where stock is permitted, cost where permitted, and what the caller can do. Raises IN014.';
