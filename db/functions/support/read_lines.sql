create or replace function inventory.read_lines(kind text, lines jsonb, ranges int4multirange)
returns table (
    line integer, code text, place text, item_id integer, location_id integer, lot_id integer, quantity numeric,
    entered_quantity numeric, entered_unit_id integer, base_unit_id integer, unit_cost numeric, reason text, note text,
    has_level boolean
)
language plpgsql
stable
set search_path = ''
set plan_cache_mode = force_generic_plan
-- Look-ups by key, whatever the statistics were when the plan was made.
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
-- One row per movement to be: a transfer's line makes two. Every rule about a line alone is
-- here, once, as a code; inventory.refuse_lines turns codes into sentences. Values are read
-- as text first, so that no type error can hide the other lines' errors.
begin
    return query
    with given as (
        select e.line::integer as line, e.value,
            case
                when jsonb_typeof(e.value) <> 'object' then 'IN111'
                when e.value - inventory.line_keys(read_lines.kind) <> '{}'::jsonb then 'IN110'
                when e.value @? 'strict $.* ? (@.type() == "object" || @.type() == "array")' then 'IN111'
            end as code
        from jsonb_array_elements(read_lines.lines) with ordinality as e (value, line)
    ), said as (
        select g.line, g.code, s.sign, s.place, o.value ->> s.place as place_code, v.item, v.lot, v.unit, v.unit_cost, v.expires_on,
            coalesce(v.reason, '') as reason, coalesce(v.note, '') as note,
            upper(btrim(o.value ->> 'from')) = upper(btrim(o.value ->> 'to')) as same_place,
            case when char_length(v.quantity) <= 40 and v.quantity ~ '^-?\d+(\.\d+)?$' then v.quantity::numeric end as quantity,
            case when char_length(v.unit_cost) <= 40 and v.unit_cost ~ '^\d+(\.\d+)?$' then v.unit_cost::numeric end as cost
        from given as g
        cross join lateral (
            select case when g.code is null then g.value end as value
        ) as o
        cross join lateral (
            select o.value ->> 'item' as item, nullif(btrim(o.value ->> 'lot'), '') as lot, nullif(btrim(o.value ->> 'unit'), '') as unit,
                o.value ->> 'quantity' as quantity, nullif(o.value ->> 'unit_cost', '') as unit_cost,
                nullif(o.value ->> 'expires_on', '') as expires_on, btrim(o.value ->> 'reason') as reason, o.value ->> 'note' as note
        ) as v
        cross join lateral (
            select 1 as sign, 'location' as place where read_lines.kind in ('receipt', 'adjustment', 'reversal')
            union all select -1, 'location' where read_lines.kind = 'issue'
            union all select p.sign, p.place from (values (-1, 'from'), (1, 'to')) as p (sign, place) where read_lines.kind = 'transfer'
        ) as s
    )
    select s.line,
        case
            when s.code is not null then s.code
            when char_length(s.reason) > 200 or char_length(s.note) > 500 or char_length(s.lot) > 60
                or not (s.expires_on ~ '^\d{4}-\d{2}-\d{2}$' and pg_input_is_valid(s.expires_on, 'date')) then 'IN111'
            when i.item_id is null then 'IN101'
            when i.retired_at is not null and read_lines.kind <> 'reversal' then 'IN102'
            when l.location_id is null then 'IN103'
            when l.kind in ('company', 'region') or (l.retired_at is not null and read_lines.kind <> 'reversal') then 'IN113'
            when read_lines.kind = 'transfer' and s.same_place then 'IN109'
            when s.lot is not null and t.lot_id is null then 'IN104'
            when s.unit is not null and (u.unit_id is null or (u.unit_id <> i.unit_id and p.factor is null)) then 'IN105'
            when s.quantity is null or s.quantity = 0 or abs(s.quantity) >= 1000000000000
                or (s.quantity < 0 and read_lines.kind not in ('adjustment', 'reversal')) then 'IN106'
            when scale(trim_scale(s.quantity * coalesce(p.factor, 1))) > b.decimals and read_lines.kind <> 'reversal' then 'IN106'
            when read_lines.kind = 'adjustment' and s.reason = '' then 'IN108'
            when s.unit_cost is not null and (s.cost is null or s.cost >= 1000000000000) then 'IN112'
        end,
        s.place, i.item_id, l.location_id, coalesce(t.lot_id, 0),
        s.sign * trim_scale(s.quantity * coalesce(p.factor, 1)), s.sign * trim_scale(s.quantity),
        coalesce(u.unit_id, i.unit_id), i.unit_id, s.cost / coalesce(p.factor, 1), s.reason, s.note, v.item_id is not null
    from said as s
    left join inventory.items as i on i.sku = upper(btrim(s.item))
    left join inventory.units as b on b.unit_id = i.unit_id
    left join inventory.units as u on u.code = s.unit
    left join inventory.item_units as p on p.item_id = i.item_id and p.unit_id = u.unit_id and u.unit_id <> i.unit_id
    left join inventory.lots as t on t.item_id = i.item_id and t.code = s.lot
    left join inventory.locations as l on l.code = upper(btrim(s.place_code)) and l.location_id <@ read_lines.ranges
    left join inventory.stock_levels as v
        on v.item_id = i.item_id and v.location_id = l.location_id and v.lot_id = coalesce(t.lot_id, 0)
    order by s.line, s.sign;
end
$$;
alter function inventory.read_lines(text, jsonb, int4multirange) owner to stockroom_writer;
comment on function inventory.read_lines(text, jsonb, int4multirange) is
'The movements a document''s lines ask for, in base units and signed, each with the code of what is wrong with its line or null.';
