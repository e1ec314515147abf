create or replace function inventory.nearest_lot(said text)
returns text
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
-- As inventory.nearest_sku. Few are looked at, and of these those that came to the caller's places are
-- taken, as the policy of lots does: asked the other way round, all lots of a company would be held
-- against the places of somebody who has one.
declare
    v_said constant text := left(btrim(said), 60);
    v_half constant text := left(v_said, greatest(2, char_length(v_said) / 2));
    v_all constant boolean := auth.in_group('manager') or auth.in_group('auditor');
    v_places constant bit varying := auth.readable_bits();
begin
    if auth.signed_in() is null then
        return null;
    end if;
    return inventory.nearest_word(v_said, array(
        select distinct t.code
        from (
            (select l.lot_id, l.code from inventory.lots as l where l.code >= v_half and l.code < v_half || chr(1114111) order by l.code limit 200)
            union all
            (select l.lot_id, l.code from inventory.lots as l where l.code >= v_said order by l.code limit 100)
            union all
            (select l.lot_id, l.code from inventory.lots as l where l.code < v_said order by l.code desc limit 100)
            union all
            (select l.lot_id, l.code from inventory.lots as l order by l.code limit 300)
        ) as t
        where t.lot_id <> 0 and (v_all or (
            select true from inventory.stock_levels as s
            where s.lot_id = t.lot_id and s.lot_id <> 0 and get_bit(v_places, s.location_id) = 1 limit 1 -- of each by its key
        ))
    ));
end
$$;
alter function inventory.nearest_lot(text) owner to stockroom_reader;
grant execute on function inventory.nearest_lot(text) to stockroom_viewer, stockroom_auditor;
comment on function inventory.nearest_lot(text) is
'The code of the lot that somebody may have meant, the nearest of at most 700, of those that the caller may see; null where none is.';
