create or replace function inventory.search_set(plan jsonb, bits varbit, sees_all boolean, most integer)
returns integer[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan -- a rare lot or a common one
set enable_seqscan = off -- a limit above a scan looks cheap where most rows fit, and is not where none does
as $$
-- Each kind reads one index, and stops one row past what is asked for.
declare
    v_any text[] := array(select e.value from jsonb_array_elements_text(plan -> 'any') as e (value));
    v_ids integer[];
begin
    if plan ->> 'kind' = 'barcode' then
        v_ids := array(select b.item_id from inventory.item_barcodes as b where b.barcode = any (v_any));
    elsif plan ->> 'kind' = 'lot' then
        v_ids := array(
            select s.item_id from inventory.lots as t join inventory.stock_levels as s using (lot_id)
            where t.code = any (v_any) and s.lot_id <> 0 and s.on_hand <> 0 and (sees_all or get_bit(bits, s.location_id) = 1) limit most + 1);
    elsif plan ->> 'kind' = 'status' and 'ok' <> all (v_any) then
        -- Those that have a verdict asked for, and of these those that have no worse one.
        select coalesce(array_agg(distinct n.item_id) filter (where sees_all or get_bit(bits, n.location_id) = 1), '{}') into v_ids
        from (
            select b.item_id, b.location_id from inventory.threshold_balances as b where b.status <> 'ok' and b.status = any (v_any) limit 4 * most
        ) as n
        having count(*) < 4 * most;
        if v_ids is null then
            return null;
        end if;
        if 'out' <> all (v_any) or array['over'] <@ v_any and 'low' <> all (v_any) then
            v_ids := array(
                select b.item_id from inventory.threshold_balances as b
                where b.item_id = any (v_ids) and b.status <> 'ok' and (sees_all or get_bit(bits, b.location_id) = 1)
                group by b.item_id
                having (array['out', 'low', 'over'])[min(array_position(array['out', 'low', 'over'], b.status))] = any (v_any));
        end if;
    elsif plan ->> 'kind' = 'has' and v_any = array['alert'] then
        v_ids := array(
            select a.item_id from inventory.alerts as a
            where a.resolved_at is null and (sees_all or get_bit(bits, a.location_id) = 1) limit most + 1);
    elsif plan ->> 'kind' = 'has' and v_any = array['negative'] then
        -- Few places may go below zero: what lies at those is looked through.
        select array_agg(s.item_id) filter (where s.on_hand < 0 and (sees_all or get_bit(bits, s.location_id) = 1)) into v_ids
        from (
            select s.item_id, s.on_hand, s.location_id from inventory.locations as l join inventory.stock_levels as s using (location_id)
            where l.allow_negative limit 10 * most
        ) as s
        having count(*) < 10 * most;
        v_ids := case when found then coalesce(v_ids, '{}') end;
    end if;
    return case when cardinality(v_ids) <= most then v_ids end;
end
$$;
alter function inventory.search_set(jsonb, varbit, boolean, integer) owner to stockroom_reader;
comment on function inventory.search_set(jsonb, varbit, boolean, integer) is
'The items that one term finds apart from the items themselves (a barcode, a lot, a verdict): all of them where they are few, null where they are more or the term is of another kind. bits: the caller''s places. Called by inventory.search_plan() only.';
