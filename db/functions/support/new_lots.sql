create or replace function inventory.new_lots(lines jsonb)
returns table (line integer, item_id integer, code text, expires_on date)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    -- Every line that names one, with the date the lot would get: a line may name it for the others.
    select l.line, l.item_id, l.code, min(l.expires_on) over (partition by l.item_id, l.code)
    from (
        select e.place::integer as line, i.item_id, k.code,
            case when e.value ->> 'expires_on' ~ '^\d{4}-\d{2}-\d{2}$' and pg_input_is_valid(e.value ->> 'expires_on', 'date')
                then (e.value ->> 'expires_on')::date end as expires_on
        from jsonb_array_elements(new_lots.lines) with ordinality as e (value, place)
        cross join lateral (
            select coalesce(
                (select i.item_id from inventory.items as i where i.sku = upper(btrim(e.value ->> 'item'))),
                (select b.item_id from inventory.item_barcodes as b where b.barcode = btrim(e.value ->> 'item'))
            ) as item_id
        ) as i
        -- One that is kept as it was written is that one; what is new is written plainly.
        cross join lateral (
            select case when coalesce(e.value ->> 'lot' !~ '[[:space:]]|[^ -~]', true) then e.value ->> 'lot' else coalesce(
                (select t.code from inventory.lots as t where t.item_id = i.item_id and t.code = btrim(e.value ->> 'lot')),
                inventory.plain_name(e.value ->> 'lot')
            ) end as code
        ) as k
        where i.item_id is not null
    ) as l
    where char_length(l.code) between 1 and 60
    and not exists (select from inventory.lots as t where t.item_id = l.item_id and t.code = l.code)
$$;
alter function inventory.new_lots(jsonb) owner to stockroom_writer;
comment on function inventory.new_lots(jsonb) is 'The lines of a receipt whose lot does not exist yet, with the lot it would create.';
