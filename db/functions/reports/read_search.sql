create or replace function inventory.read_search(query text)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- One pass over the text: an optional minus, an optional key and colon, a value, bare or in
-- double quotes. Anything that cannot be read names its place, so the page can point at it.
declare
    v_terms jsonb := '[]';
    v_rest text := query;
    v_at integer := 1;
    v_part text[];
    v_key text;
    v_value text;
begin
    if char_length(query) > 500 then
        perform inventory.refuse_search('The search is too long.', 'At most 500 characters.', 500, char_length(query) - 500, '');
    end if;
    loop
        v_part := regexp_match(v_rest, '^(\s*)((-?)(?:([a-z_]+):)?("([^"]*)"|[^\s"]*))');
        v_at := v_at + char_length(v_part[1]);
        v_rest := substr(v_rest, char_length(v_part[1]) + 1);
        exit when v_rest = '';
        v_key := v_part[4];
        v_value := coalesce(v_part[6], v_part[5]);
        if v_part[2] = '' or (v_part[6] is null and substr(v_rest, char_length(v_part[2]) + 1, 1) = '"') then
            perform inventory.refuse_search('A quote is not closed.', 'Close it with a second ".', v_at, char_length(v_rest), v_rest);
        elsif v_key is not null and v_key not in ('sku', 'category', 'location', 'status', 'lot', 'is') then
            perform inventory.refuse_search(format('"%s:" is not a qualifier.', left(v_key, 60)),
                'Qualifiers are sku, category, location, status, lot and is.', v_at, char_length(v_part[2]), v_part[2]);
        elsif v_value = '' then
            perform inventory.refuse_search('A value is missing.', format('Write something after "%s".', left(v_part[2], 60)),
                v_at, char_length(v_part[2]), v_part[2]);
        elsif v_key = 'status' and not string_to_array(v_value, ',') <@ array['ok', 'low', 'out', 'over'] then
            perform inventory.refuse_search(format('"%s" is not a status.', left(v_value, 60)), 'One or more of ok, low, out, over, with commas between.',
                v_at, char_length(v_part[2]), v_part[2]);
        elsif v_key = 'is' and v_value not in ('retired', 'active') then
            perform inventory.refuse_search(format('"is:%s" is not known.', left(v_value, 60)), 'is:retired or is:active.',
                v_at, char_length(v_part[2]), v_part[2]);
        elsif v_key = 'location' and not exists (select from inventory.locations as l where l.code = upper(v_value)) then
            perform inventory.refuse_search(format('No location "%s" among your places.', left(v_value, 60)), 'Check the code.',
                v_at, char_length(v_part[2]), v_part[2]);
        elsif v_key = 'category' and not exists (select from inventory.categories as c where c.code = upper(v_value)) then
            perform inventory.refuse_search(format('No category "%s".', left(v_value, 60)), 'Check the code.',
                v_at, char_length(v_part[2]), v_part[2]);
        end if;
        v_terms := v_terms || jsonb_build_object(
            'key', coalesce(v_key, 'text'), 'value', v_value, 'negated', v_part[3] = '-', 'position', v_at, 'length', char_length(v_part[2])
        );
        v_at := v_at + char_length(v_part[2]);
        v_rest := substr(v_rest, char_length(v_part[2]) + 1);
    end loop;
    if jsonb_array_length(v_terms) > 20 then
        perform inventory.refuse_search('The search has too many parts.', 'At most 20.', 1, char_length(query), '');
    end if;
    return v_terms;
end
$$;
alter function inventory.read_search(text) owner to stockroom_owner;
grant execute on function inventory.read_search(text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.read_search(text) is
'The terms of a search as a JSON array of {"key", "value", "negated", "position", "length"}. Raises IN012.';
