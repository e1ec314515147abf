create or replace function inventory.refuse_or(words jsonb, n integer)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- a OR b OR c of one qualifier are values with commas between. Bare words are parts of names then.
declare
    v_from jsonb := words -> (n - 1);
    v_at integer := n;
    v_said text[] := array[v_from ->> 'value'];
    v_one jsonb;
    v_last jsonb := words -> n;
    v_fits boolean := n > 0;
    v_key text := case v_from ->> 'key' when 'text' then 'name' else v_from ->> 'key' end;
begin
    while words -> v_at ->> 'value' = 'OR' and words -> v_at ->> 'key' = 'text' loop
        v_one := words -> (v_at + 1);
        exit when v_one is null;
        v_fits := v_fits and v_one ->> 'key' = v_from ->> 'key' and not (v_one ->> 'negated')::boolean;
        v_said := v_said || (v_one ->> 'value');
        v_last := v_one;
        v_at := v_at + 2;
    end loop;
    v_fits := v_fits and cardinality(v_said) > 1 and not (v_from ->> 'negated')::boolean
        -- Null where what is proposed is read itself: that is no search of movements as such, and never unknown.
        and not (v_from ->> 'reads' is not distinct from 'movements' and v_key not in ('kind', 'by', 'location')) and not exists (
            select from unnest(v_said) as s (said)
            where s.said <> inventory.search_quoted(s.said) or s.said like '%,%' and v_key = 'name'
            -- Numbers and days are compared: several are not asked for at once.
            or v_key not in ('name', 'sku', 'barcode') and s.said ~ '^[<>=]*[+-]?\d'
        ) and not exists (select from inventory.search_keys() as k where k.key = v_key and k.kind in ('date', 'expires', 'lot', 'quantity', 'bound', 'cost', 'sort'));
    perform inventory.refuse_word(
        words -> n || case
            when n = 0 or cardinality(v_said) = 1 then '{}'
            else jsonb_build_object('from', v_from -> 'position', 'until', (v_last ->> 'position')::integer + (v_last ->> 'length')::integer)
        end,
        'OR is written as a comma between values.',
        case when words -> n ->> 'reads' = 'movements' then 'Like kind:receipt,issue.' else 'Like category:A,B or name:this,that; words side by side must all hold.' end
        || ' To search for it as it stands, put it in double quotes.',
        case when n = 0 or cardinality(v_said) = 1 then ''
            when v_fits then v_key || ':' || array_to_string(v_said, ',') end
    );
end
$$;
alter function inventory.refuse_or(jsonb, integer) owner to stockroom_owner;
grant execute on function inventory.refuse_or(jsonb, integer) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.refuse_or(jsonb, integer) is
'Refuses the OR that is a search''s word of this number, from 0; proposes values with commas where one qualifier can have them. Raises IN012.';
