create or replace function api.item_columns(skus text[], columns text[])
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
-- What few people look at in a list is read apart, so that the row of everybody else stays short.
declare
    v_skus text[] := item_columns.skus[1:500];
    v_columns text[] := item_columns.columns[1:40];
    v_sees boolean := has_table_privilege('inventory.stock_levels', 'select');
    v_found jsonb;
begin
    select coalesce(jsonb_object_agg(f.key, f.by_sku), '{}') into v_found
    from (
        select k.key, jsonb_object_agg(i.sku, case k.key
            when 'tags' then to_jsonb(i.tags) when 'created' then to_jsonb(i.created_at) when 'description' then to_jsonb(i.description)
            else i.attributes -> substr(k.key, 11) end) as by_sku
        from unnest(v_columns) as k (key)
        cross join inventory.items as i
        where i.sku = any (v_skus) and (k.key in ('tags', 'created', 'description') or k.key like 'attribute.%')
        group by k.key
    ) as f;
    if 'expires' = any (v_columns) and v_sees then
        v_found := v_found || jsonb_build_object('expires', (
            select coalesce(jsonb_object_agg(f.sku, f.expires_on), '{}')
            from (
                select i.sku, min(t.expires_on) as expires_on
                from inventory.items as i
                join inventory.stock_levels as s using (item_id)
                join inventory.lots as t using (lot_id)
                where i.sku = any (v_skus) and s.lot_id <> 0 and s.on_hand <> 0
                group by i.sku
            ) as f
        ));
    end if;
    if 'value' = any (v_columns) and v_sees and auth.in_group('cost') then
        v_found := v_found || jsonb_build_object('value', (
            select coalesce(jsonb_object_agg(f.sku, f.value), '{}')
            from (
                select i.sku, sum(s.on_hand) * max(c.last_cost) as value
                from inventory.items as i
                join inventory.item_costs as c using (item_id)
                join inventory.stock_levels as s using (item_id)
                where i.sku = any (v_skus)
                group by i.sku
            ) as f
        ));
    end if;
    return v_found;
end
$$;
alter function api.item_columns(text[], text[]) owner to stockroom_owner;
grant execute on function api.item_columns(text[], text[]) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function api.item_columns(text[], text[]) is
'More about at most 500 items of a list, by column and SKU: {"expires": {"MILK": "2026-12-01"}}. columns: tags, created, description, expires (the next day on which a lot with stock expires), value (at the latest cost, in the company''s currency), attribute.<key> (a declared one); at most 40, of which those that are not known, and what the caller may not see, are left out. Stock and value are those of the caller''s places.';
