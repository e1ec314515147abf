create or replace function inventory.read_ledger_search(query text)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
-- The words of a search over the ledger as what its rows are held against; each qualifier once.
declare
    c_keys constant text[] := array['item', 'location', 'kind', 'lot', 'by', 'reference', 'from', 'to', 'is'];
    v_asked jsonb := '{}';
    v_rest text := coalesce(query, '');
    v_at integer := 1;
    v_part text[];
    v_key text;
    v_value jsonb;
begin
    if char_length(v_rest) > 500 then
        perform inventory.refuse_search('The search is too long.', 'At most 500 characters.', 500, char_length(v_rest) - 500, '');
    end if;
    loop
        v_part := regexp_match(v_rest, '^(\s*)((-?)(?:([a-z_]+):)?("([^"]*)"|[^\s"]*))');
        v_at := v_at + char_length(v_part[1]);
        v_rest := substr(v_rest, char_length(v_part[1]) + 1);
        exit when v_rest = '';
        v_key := coalesce(v_part[4], 'item');
        if v_part[2] = '' or (v_part[6] is null and substr(v_rest, char_length(v_part[2]) + 1, 1) = '"') then
            perform inventory.refuse_search('A quote is not closed.', 'Close it with a second ".', v_at, char_length(v_rest), v_rest);
        elsif v_key <> all (c_keys) then
            perform inventory.refuse_search(format('"%s:" is not a qualifier of movements.', left(v_key, 60)),
                'Qualifiers are ' || array_to_string(c_keys, ', ') || '.', v_at, char_length(v_part[2]), v_part[2]);
        elsif coalesce(v_part[6], v_part[5]) = '' then
            perform inventory.refuse_search('A value is missing.', format('Write something after "%s".', left(v_part[2], 60)),
                v_at, char_length(v_part[2]), v_part[2]);
        elsif v_part[3] = '-' or v_asked ? v_key then
            perform inventory.refuse_search('Each qualifier stands once, and without a minus.', 'Take one of them away; kind takes several values with commas.',
                v_at, char_length(v_part[2]), v_part[2]);
        end if;
        v_value := inventory.read_ledger_term(v_key, coalesce(v_part[6], v_part[5]));
        if v_value ? 'refused' then
            perform inventory.refuse_search(v_value ->> 'refused', v_value ->> 'hint', v_at, char_length(v_part[2]), v_part[2]);
        end if;
        v_asked := v_asked || jsonb_build_object(v_key, v_value -> 'value');
        v_at := v_at + char_length(v_part[2]);
        v_rest := substr(v_rest, char_length(v_part[2]) + 1);
    end loop;
    return v_asked;
end
$$;
alter function inventory.read_ledger_search(text) owner to stockroom_owner;
grant execute on function inventory.read_ledger_search(text) to stockroom_viewer, stockroom_auditor;
comment on function inventory.read_ledger_search(text) is
'What a search over the ledger asks for, as an object by qualifier: keys of items, places and lots, kinds, people, a reference, two instants. Raises IN012.';
