create or replace function inventory.read_ledger_search(query text, proposing boolean default true)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
-- The words of a search over the ledger as what its rows are held against; each qualifier once, all free words one item.
declare
    c_keys constant text[] := array['item', 'location', 'kind', 'lot', 'by', 'reference', 'happened', 'from', 'to', 'is'];
    v_word jsonb;
    v_key text;
    v_asked jsonb := '{}';
    v_free jsonb := '[]';
    v_words jsonb := '{}';
begin
    for v_word in select w.word from jsonb_array_elements(
        inventory.search_words(coalesce(query, ''), case when proposing then 'movements' end)
    ) with ordinality as w (word, position) order by w.position loop
        v_key := case v_word ->> 'key' when 'text' then 'item' else v_word ->> 'key' end;
        if v_key <> all (c_keys) then
            perform inventory.refuse_ledger_key(v_word, c_keys);
        elsif (v_word ->> 'negated')::boolean or v_words ? v_key or v_key = 'item' and v_word ->> 'key' = 'item' and v_free <> '[]' then
            perform inventory.refuse_word(v_word, 'Each qualifier stands once, and without a minus.', 'Take one of them away; kind, by and location take several values with commas.', null);
        elsif v_word ->> 'key' = 'text' then
            v_free := v_free || v_word;
            continue;
        end if;
        v_words := v_words || jsonb_build_object(v_key, v_word);
        v_asked := v_asked || inventory.read_ledger_term(v_word);
    end loop;
    if v_free <> '[]' then
        v_asked := v_asked || inventory.search_ledger_items(v_free);
    end if;
    if (v_asked ->> 'from')::timestamptz >= (v_asked ->> 'to')::timestamptz then
        perform inventory.refuse_ledger_days(v_words -> 'from', v_words -> 'to');
    end if;
    return v_asked;
end
$$;
alter function inventory.read_ledger_search(text, boolean) owner to stockroom_owner;
grant execute on function inventory.read_ledger_search(text, boolean) to stockroom_viewer, stockroom_auditor;
comment on function inventory.read_ledger_search(text, boolean) is
'What a search over the ledger asks for, as an object by qualifier: keys of items (of_items: of so many, where more match), places and lots, kinds, people, a reference, two instants of recording, and two of happening. proposing: whether what a refusal proposes is read itself first. Raises IN012.';
