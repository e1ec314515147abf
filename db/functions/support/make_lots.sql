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
    select distinct on (n.item_id, n.code) n.item_id, n.code, n.expires_on
    from inventory.new_lots(make_lots.lines) as n
    order by n.item_id, n.code
    on conflict on constraint lots_item_id_code_key do nothing;
end
$$;
alter function inventory.make_lots(jsonb) owner to stockroom_writer;
comment on function inventory.make_lots(jsonb) is 'Creates the lots a receipt names that do not exist yet.';
