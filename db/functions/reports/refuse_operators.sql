create or replace function inventory.refuse_operators(words jsonb)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- What other searches have and this one has not is said, and not looked for. In double quotes it
-- is text; so is a parenthesis behind a word, for names have some: Paint (dark blue).
declare
    c_quote constant text := 'To search for it as it stands, put it in double quotes.';
    v_last integer := jsonb_array_length(words) - 1;
    v_word jsonb;
    v_next jsonb;
    v_said text;
begin
    for n in 0..v_last loop
        v_word := words -> n;
        v_next := words -> (n + 1);
        v_said := case when v_word ->> 'key' = 'text' and not (v_word ->> 'quoted')::boolean then v_word ->> 'value' end;
        if v_word ->> 'term' like '--%' and (v_word ->> 'negated')::boolean and v_word ->> 'value' not like '-%' then
            perform inventory.refuse_word(v_word, 'One minus leaves out what stands behind it.', c_quote, ltrim(v_word ->> 'term', '-'));
        elsif v_said ~ '^[(]' and (
            n = 0 and (v_last > 0 or v_said ~ ':') and v_said !~ '^[(][^():]+[)]$' or (v_word ->> 'negated')::boolean or v_said ~ '^[(]+-?[A-Za-z][A-Za-z0-9_]*:'
            or n > 0 and words -> (n - 1) ->> 'key' <> 'text' or v_word ->> 'query' ~ '\m(OR|AND|NOT)\M'
        ) then
            perform inventory.refuse_group(v_word);
        elsif v_last = 0 or (v_word ->> 'negated')::boolean then
            continue;
        elsif v_said = 'AND' then
            perform inventory.refuse_word(v_word, 'AND is not needed.', 'Words side by side must all hold. ' || c_quote, '');
        elsif v_said = 'NOT' then
            perform inventory.refuse_word(
                v_word || case when v_next is null then '{}' else jsonb_build_object('until', v_next -> 'position') end,
                'NOT is written as a minus before a word.', 'Like -tag:old. ' || c_quote,
                case when v_next is null or (v_next ->> 'negated')::boolean then '' else '-' end
            );
        elsif v_said = 'OR' then
            perform inventory.refuse_or(words, n);
        end if;
    end loop;
end
$$;
alter function inventory.refuse_operators(jsonb) owner to stockroom_owner;
grant execute on function inventory.refuse_operators(jsonb) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.refuse_operators(jsonb) is
'Refuses a search with OR, AND, NOT, parentheses around words or two minuses, with what is written instead. Raises IN012.';
