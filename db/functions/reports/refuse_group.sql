create or replace function inventory.refuse_group(word jsonb)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    perform inventory.refuse_word(
        word || jsonb_build_object('negated', false, 'until', char_length(word ->> 'query') + 1),
        'Parentheses group nothing.', 'Words side by side must all hold. To search for parentheses, put them in double quotes.',
        -- A minus before it would turn round the first word only: that is left to who typed it.
        case when not (word ->> 'negated')::boolean then inventory.drop_parenthesis(substr(word ->> 'query', (word ->> 'position')::integer)) end
    );
end
$$;
alter function inventory.refuse_group(jsonb) owner to stockroom_owner;
grant execute on function inventory.refuse_group(jsonb) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.refuse_group(jsonb) is
'Refuses a word of a search that begins with a parenthesis; proposes the search without it. Raises IN012.';
