create or replace function inventory.read_attribute_term(word jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- An attribute may be declared for several categories, in other units or of other types: the word
-- is read for each as that one has it, and must be understood by one at least.
declare
    v_key text := word ->> 'key';
    v_units text := (select string_agg(distinct a.unit, ' and ') from inventory.attributes as a where a.attribute = word ->> 'key' and a.type = 'number');
    v_read jsonb;
    v_near text;
    v_said text;
begin
    if v_units like '% and %' and word ->> 'value' !~ '[A-Za-z]' then
        perform inventory.refuse_word(word, format('%s is in %s, by category: which is meant?', v_key, v_units),
            'Write the unit behind the number.', v_key || ':' || (word ->> 'value') || split_part(v_units, ' and ', 1));
    end if;
    v_read := inventory.read_declarations(word);
    if v_read -> 'declared' <> '[]' then
        return jsonb_build_object('kind', 'attribute', 'key', v_key, 'declared', v_read -> 'declared');
    elsif v_read ->> 'message' is not null then
        v_said := inventory.settle_fix((v_read ->> 'detail')::jsonb ->> 'fix', word ->> 'reads');
        raise exception using errcode = 'IN012', message = v_read ->> 'message', hint = v_read ->> 'hint',
            detail = ((v_read ->> 'detail')::jsonb - 'fix' || case when v_said is null then '{}' else jsonb_build_object('fix', v_said) end)::text;
    end if;
    v_near := inventory.search_meant(v_key);
    v_said := substring(ltrim(word ->> 'term', '-') from '^[^:]*:'); -- as it was typed
    perform inventory.refuse_word(
        word, format('"%s" is not a qualifier.', left(v_said, 60)), coalesce('Did you mean ' || v_near || '?', 'To search for these words, put them in double quotes.'),
        case when v_near is null then inventory.search_quoted(v_said || (word ->> 'value'))
            else v_near || ':' || case when (word ->> 'quoted')::boolean then inventory.search_quoted(word ->> 'value') else word ->> 'value' end end
    );
    return null;
end
$$;
alter function inventory.read_attribute_term(jsonb) owner to stockroom_owner;
grant execute on function inventory.read_attribute_term(jsonb) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.read_attribute_term(jsonb) is
'What a word asks of a declared attribute, for each category that declares it. Raises IN012; proposes the nearest qualifier.';
