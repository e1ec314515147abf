create or replace function inventory.nearest_sku(said text)
returns text
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
-- Every signed-in person reads items. A slip of the finger leaves one half of a code as it was: those
-- with the first half are looked at, those beside it in their order, and some others, which in a small
-- company are all; then those whose name has what was said.
declare
    v_said constant text := upper(left(btrim(said), 60));
    v_half constant text := left(v_said, greatest(2, char_length(v_said) / 2));
begin
    if auth.signed_in() is null then
        return null;
    end if;
    return coalesce(
        inventory.nearest_word(v_said, array(
            (select i.sku from inventory.items as i where i.sku >= v_half and i.sku < v_half || chr(1114111) order by i.sku limit 300)
            union
            (select i.sku from inventory.items as i where i.sku >= v_said order by i.sku limit 100)
            union
            (select i.sku from inventory.items as i where i.sku < v_said order by i.sku desc limit 100)
            union
            (select i.sku from inventory.items as i order by i.sku limit 500)
        )),
        case when char_length(v_said) >= 3 then api.suggest_items(nearest_sku.said, 1) -> 'rows' -> 0 ->> 'sku' end
    );
end
$$;
alter function inventory.nearest_sku(text) owner to stockroom_reader;
grant execute on function inventory.nearest_sku(text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function inventory.nearest_sku(text) is
'The SKU that somebody may have meant: the nearest of at most a thousand, else the item whose name has what was said; null where none is.';
