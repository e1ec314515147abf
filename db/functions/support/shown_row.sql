create or replace function inventory.shown_row(name text, said jsonb)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select s.bare || jsonb_strip_nulls(jsonb_build_object(
        'view', said -> 'view_id',
        case shown_row.name when 'locations' then 'location' when 'categories' then 'category' when 'units' then 'unit' else 'lot' end, said -> 'code',
        'seen', case shown_row.name when 'thresholds' then inventory.range_mark((said ->> 'updated_at')::timestamptz, (said ->> 'version')::integer) end
    )) || case when shown_row.name in ('items', 'attributes', 'threshold_defaults') then
        jsonb_build_object('category', (select c.code from inventory.categories as c where c.category_id = (said ->> 'category_id')::integer))
    else '{}' end || case when shown_row.name = 'items' then
        jsonb_build_object('unit', (select u.code from inventory.units as u where u.unit_id = (said ->> 'unit_id')::integer))
    else '{}' end || case when shown_row.name in ('thresholds', 'threshold_defaults') then
        jsonb_build_object('location', (select l.code from inventory.locations as l where l.location_id = (said ->> 'location_id')::integer))
    else '{}' end || case when shown_row.name in ('thresholds', 'lots') then
        jsonb_build_object('sku', (select i.sku from inventory.items as i where i.item_id = (said ->> 'item_id')::integer))
    else '{}' end || case shown_row.name
        when 'locations' then jsonb_build_object('parent', (select l.code from inventory.locations as l where l.location_id = (said ->> 'parent_id')::integer))
        when 'categories' then jsonb_build_object('parent', (select c.code from inventory.categories as c where c.category_id = (said ->> 'parent_id')::integer))
        else '{}'
    end
    from (
        select coalesce(jsonb_object_agg(e.key, e.value), '{}') as bare from jsonb_each(said) as e
        where e.key !~ '_id$' and e.key not in ('code', 'only_row')
    ) as s
$$;
alter function inventory.shown_row(text, jsonb) owner to stockroom_owner;
grant execute on function inventory.shown_row(text, jsonb) to stockroom_keeper;
comment on function inventory.shown_row(text, jsonb) is
'A row of a table of reference data as the API shows it: codes in place of internal keys. name: of the table.';
