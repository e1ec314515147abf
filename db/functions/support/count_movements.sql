create or replace function inventory.count_movements(query text, max_rows integer)
returns bigint
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    c_step constant integer := 200000;
    v_asked jsonb := inventory.read_ledger_search(coalesce(query, ''));
    v_before bigint := 9223372036854775807;
    v_count bigint := 0;
    v_found record;
    v_stop bigint;
    v_many integer;
begin
    if v_asked = '{}' then
        return (select count(*) from (select from inventory.movements as m limit count_movements.max_rows) as m);
    end if;
    loop
        v_found := inventory.ledger_ids(v_asked, v_before, false, least(c_step, max_rows - v_count)::integer);
        select count(*) filter (where i.id > 0), min(i.id) filter (where i.id > 0), max(-i.id) filter (where i.id < 0)
        into v_many, v_before, v_stop from unnest(v_found.ids) as i (id);
        v_count := v_count + v_many;
        -- What looked through as many as it may goes on from there; a full answer from its last one.
        v_before := coalesce(v_stop, v_before);
        exit when v_count >= max_rows or v_stop is null and v_many < least(c_step, max_rows - v_count + v_many);
    end loop;
    return v_count;
end
$$;
alter function inventory.count_movements(text, integer) owner to stockroom_owner;
grant execute on function inventory.count_movements(text, integer) to stockroom_viewer, stockroom_auditor;
comment on function inventory.count_movements(text, integer) is 'How many movements a search finds for the caller, to so many. Raises IN012.';
