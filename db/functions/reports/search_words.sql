create or replace function inventory.search_words(query text, reads text default null)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- One pass over the text: an optional minus, an optional key and colon, a value, bare or in double
-- quotes, in which a backslash stands before a quote or another backslash.
declare
    v_words jsonb := '[]';
    v_rest text := query;
    v_at integer := 1;
    v_part text[];
    v_word jsonb;
begin
    if char_length(query) > 500 then
        perform inventory.refuse_search('The search is too long.', 'At most 500 characters.', 500, char_length(query) - 500, '');
    end if;
    loop
        v_part := regexp_match(v_rest, '^(\s*)((-+(?=[^-[:space:]])|-?)(?:([A-Za-z][A-Za-z0-9_]*):)?("((?:[^"\\]|\\.)*)"|[^\s"]*))');
        v_at := v_at + char_length(v_part[1]);
        v_rest := substr(v_rest, char_length(v_part[1]) + 1);
        exit when v_rest = '';
        v_word := jsonb_build_object(
            -- A phone writes the first letter large.
            'key', coalesce(lower(v_part[4]), 'text'), 'value', coalesce(regexp_replace(v_part[6], '\\(["\\])', '\1', 'g'), v_part[5]),
            'negated', v_part[3] <> '', 'position', v_at, 'length', char_length(v_part[2]),
            'quoted', v_part[6] is not null, 'term', v_part[2], 'query', query, 'reads', reads
        );
        if v_part[5] ~ '^[(]+$' and v_part[4] is null and v_rest ~ '^-*[(]+"(?:[^"\\]|\\.)*"' then
            perform inventory.refuse_group(v_word);
        elsif v_part[2] = '' or (v_part[6] is null and substr(v_rest, char_length(v_part[2]) + 1, 1) = '"') then
            perform inventory.refuse_word(
                v_word || jsonb_build_object('length', char_length(v_rest), 'term', v_rest), 'A quote is not closed.', 'Close it with a second ".',
                replace(ltrim(v_rest, '-'), '"', '')
            );
        elsif v_word ->> 'value' = '' then
            perform inventory.refuse_valueless(v_word, substr(v_rest, char_length(v_part[2]) + 1));
        end if;
        v_words := v_words || v_word;
        v_at := v_at + char_length(v_part[2]);
        v_rest := substr(v_rest, char_length(v_part[2]) + 1);
    end loop;
    if jsonb_array_length(v_words) > 20 then
        perform inventory.refuse_search('The search has too many parts.', 'At most 20.', 1, char_length(query), '');
    elsif query ~ '\m(OR|AND|NOT)\M|[(]|--' then
        perform inventory.refuse_operators(v_words);
    end if;
    return v_words;
end
$$;
alter function inventory.search_words(text, text) owner to stockroom_owner;
grant execute on function inventory.search_words(text, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.search_words(text, text) is
'The words of a search as a JSON array of {"key" (in lower case; text for none), "value", "negated", "position", "length", "quoted", "term", "query", "reads"}. reads: what reads the search and so tries what a refusal proposes, items or movements; null for nothing. Raises IN012.';
