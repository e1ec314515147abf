create or replace function inventory.nearest_code(kind text, said text)
returns text
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
-- By its code, or by its name. Once: each look costs some milliseconds; of many rows that are refused in
-- one transaction whoever goes through them asks for the first hundred (inventory.propose_no_more).
declare
    v_said text := left(btrim(said), 60);
    v_word text;
    v_near text;
begin
    if coalesce(v_said, '') = '' or current_setting('stockroom.proposals', true) = 'enough' then
        return null;
    end if;
    case kind
        when 'item' then
            return inventory.nearest_sku(v_said);
        when 'lot' then
            return inventory.nearest_lot(v_said);
        when 'location' then
            -- Among the person's own places: a function that sees more than they do proposes none.
            if current_user not like 'stockroom\_%' then
                v_word := inventory.nearest_word(v_said, array((select l.code from inventory.locations as l limit 5000) union all (select l.name from inventory.locations as l limit 5000)));
                select l.code into v_near from inventory.locations as l where v_word in (l.code, l.name) order by l.code limit 1;
            end if;
        when 'category' then
            v_word := inventory.nearest_word(v_said, array(select c.code from inventory.categories as c union all select c.name from inventory.categories as c));
            select c.code into v_near from inventory.categories as c where v_word in (c.code, c.name) order by c.code limit 1;
        when 'unit' then
            v_word := inventory.nearest_word(v_said, array(select u.code from inventory.units as u union all select u.name from inventory.units as u));
            select u.code into v_near from inventory.units as u where v_word in (u.code, u.name) order by u.code limit 1;
    end case;
    return v_near;
end
$$;
alter function inventory.nearest_code(text, text) owner to stockroom_owner;
grant execute on function inventory.nearest_code(text, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_people;
comment on function inventory.nearest_code(text, text) is
'The code of the item, lot, location, category or unit (kind) that somebody may have meant, of those that the caller may see; null where none is near.';
