create or replace function inventory.item_of_cells(cells jsonb)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
-- A cell of a file is a text. Where it has several lines each is one; tags hold no comma and codes
-- of units no "=", so that what is exported so is read as it was.
declare
    v_item jsonb := cells;
    v_field text;
    v_parts text[];
    v_bad text;
begin
    foreach v_field in array array['tags', 'packs', 'barcodes'] loop
        continue when jsonb_typeof(cells) is distinct from 'object' or jsonb_typeof(cells -> v_field) is distinct from 'string';
        select coalesce(array_agg(btrim(p.part) order by p.position), '{}') into v_parts
        from regexp_split_to_table(cells ->> v_field, case
            when v_field = 'tags' then '[,\n\r]' when cells ->> v_field ~ '[\n\r]' then '[\n\r]' else ';'
        end) with ordinality as p (part, position)
        where btrim(p.part) <> '';
        select p.part into v_bad from unnest(v_parts) as p (part) where v_field = 'packs' and p.part !~ '^[^=]+=[^=]+$' limit 1;
        if found then
            raise exception using errcode = 'IN014', message = format('"%s" is no pack.', left(v_bad, 60)),
                detail = jsonb_build_object('field', 'packs', 'value', left(v_bad, 60))::text,
                hint = 'A pack is its unit and how many it holds: case=12; several with a semicolon between them.';
        end if;
        v_item := jsonb_set(v_item, array[v_field], (
            select coalesce(jsonb_agg(case v_field
                when 'tags' then to_jsonb(p.part)
                when 'packs' then jsonb_build_object('unit', btrim(split_part(p.part, '=', 1)), 'factor', btrim(split_part(p.part, '=', 2)))
                else jsonb_build_object(
                    'barcode', regexp_replace(p.part, '\s*\([A-Za-z][A-Za-z0-9%./-]{0,11}\)$', ''),
                    'unit', substring(p.part from '\(([A-Za-z][A-Za-z0-9%./-]{0,11})\)$')
                )
            end order by p.position), '[]')
            from unnest(v_parts) with ordinality as p (part, position)
        ));
    end loop;
    return v_item;
end
$$;
alter function inventory.item_of_cells(jsonb) owner to stockroom_owner;
grant execute on function inventory.item_of_cells(jsonb) to stockroom_manager;
comment on function inventory.item_of_cells(jsonb) is
'An item object whose tags ("red, new"), packs ("case=12; pallet=480") and barcodes ("4006381333931; 123 (case)": with the unit of a pack) may be texts, as cells of a file hold them, with arrays in their place. Raises IN014.';
