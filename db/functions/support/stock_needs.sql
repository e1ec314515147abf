create or replace function inventory.stock_needs()
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    c_worst constant text[] := array['out', 'low', 'over'];
    v_found jsonb;
    v_lots jsonb;
    v_state text;
begin
    -- Items by their worst status, as search does: one that is retired has none.
    select jsonb_build_object(
        'out', count(*) filter (where k.worst = 1), 'low', count(*) filter (where k.worst = 2), 'over', count(*) filter (where k.worst = 3)
    ) into v_found
    from (
        select min(array_position(c_worst, b.status)) as worst
        from inventory.threshold_balances as b where b.status <> 'ok' group by b.item_id
    ) as k;
    foreach v_state in array array['expired', 'soon'] loop
        v_lots := api.list_lots(state => v_state, max_rows => 1);
        v_found := v_found || jsonb_build_object(
            case v_state when 'soon' then 'expiring' else v_state end,
            (v_lots ->> 'count')::integer + case when (v_lots ->> 'count_exact')::boolean then 0 else 1 end
        );
    end loop;
    -- Few places may go below zero.
    return v_found || (
        select jsonb_build_object('negative', count(*)) from (
            select s.item_id
            from inventory.locations as l
            cross join lateral (
                select k.item_id from inventory.stock_levels as k
                where k.location_id = l.location_id and k.on_hand < 0 limit 1001
            ) as s
            where l.allow_negative
            group by s.item_id limit 1001
        ) as n
    );
end
$$;
alter function inventory.stock_needs() owner to stockroom_owner;
grant execute on function inventory.stock_needs() to stockroom_viewer, stockroom_auditor;
comment on function inventory.stock_needs() is
'How many of the caller''s items are out, low, over and negative, and of their lots expired and expiring, as a JSON object; beyond 1,000 some number above. Part of api.needs_attention().';
