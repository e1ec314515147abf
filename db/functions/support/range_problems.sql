create or replace function inventory.range_problems(item_id integer, minimum numeric, maximum numeric, margin numeric)
returns jsonb
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
-- A bound that no stock can meet exactly is a slip of the pen: 1.5 of what is counted in pieces.
select coalesce(jsonb_agg(jsonb_build_object(
    'field', b.field, 'code', 'IN017',
    'message', case when b.bound < 0 then format('The %s is zero or more.', b.field)
        else format('The %s has more decimals than the unit %s takes (at most %s).', b.field, u.code, u.decimals) end,
    'hint', case when b.bound < 0 then 'Leave it empty for no bound.' else 'Round it.' end,
    'facts', jsonb_strip_nulls(jsonb_build_object('field', b.field, 'decimals', case when b.bound >= 0 then u.decimals end))
) order by b.bound >= 0, b.place), '[]')
from (values (1, 'minimum', range_problems.minimum), (2, 'maximum', range_problems.maximum), (3, 'margin', range_problems.margin)) as b (place, field, bound)
left join (
    select un.code, un.decimals from inventory.items as i join inventory.units as un using (unit_id) where i.item_id = range_problems.item_id
) as u on true
where (b.bound < 0 and b.field <> 'margin') or (b.bound >= 0 and scale(trim_scale(b.bound)) > u.decimals)
$$;
alter function inventory.range_problems(integer, numeric, numeric, numeric) owner to stockroom_keeper;
grant execute on function inventory.range_problems(integer, numeric, numeric, numeric) to stockroom_manager;
comment on function inventory.range_problems(integer, numeric, numeric, numeric) is
'What is wrong with a range beside the rules of its row: bounds below zero, or finer than the unit of its item; an array of inventory.problem_of.';
