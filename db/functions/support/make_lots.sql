create or replace function inventory.make_lots(lines jsonb)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- A receipt's unknown lots, in the order of their keys. Lines that cannot be read are left
-- to inventory.read_lines to name, and too many to inventory.check_document.
begin
    if auth.signed_in() is null or jsonb_typeof(lines) <> 'array' or jsonb_array_length(lines) > 20000
        or not jsonb_path_exists(lines, '$[*].lot')
    then
        return;
    end if;
    insert into inventory.lots (item_id, code, expires_on)
    select distinct on (i.item_id, l.code) i.item_id, l.code,
        case when l.expires_on ~ '^\d{4}-\d{2}-\d{2}$' and pg_input_is_valid(l.expires_on, 'date') then l.expires_on::date end
    from jsonb_array_elements(lines) as e (value)
    cross join lateral (
        select btrim(e.value ->> 'lot') as code, e.value ->> 'expires_on' as expires_on
    ) as l
    join inventory.items as i on i.sku = upper(btrim(e.value ->> 'item'))
    where char_length(l.code) between 1 and 60
    and not exists (select from inventory.lots as t where t.item_id = i.item_id and t.code = l.code)
    order by i.item_id, l.code, nullif(l.expires_on, '') nulls last -- a line may name the date for the others
    on conflict on constraint lots_item_id_code_key do nothing;
end
$$;
alter function inventory.make_lots(jsonb) owner to stockroom_writer;
comment on function inventory.make_lots(jsonb) is 'Creates the lots a receipt names that do not exist yet.';
