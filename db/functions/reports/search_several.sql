create or replace function inventory.search_several(word jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- Each is looked for in each item that is looked at: so many, and not as many as fit a search.
declare
    c_most constant integer := 20;
    v_said text[] := case when (word ->> 'quoted')::boolean or word ->> 'value' !~ ',' then array[word ->> 'value']
        else array_remove(string_to_array(word ->> 'value', ','), '') end;
begin
    if cardinality(v_said) = 0 then
        perform inventory.refuse_word(word, 'A value is missing between commas.', 'Write one before or after the comma.', '');
    elsif cardinality(v_said) > c_most then
        perform inventory.refuse_word(word, 'There are too many values.', format('At most %s with commas between.', c_most), null);
    end if;
    return to_jsonb(v_said);
end
$$;
alter function inventory.search_several(jsonb) owner to stockroom_owner;
grant execute on function inventory.search_several(jsonb) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.search_several(jsonb) is
'The values of a word of a search, of which one is enough, as a JSON array: several with commas between, or one in double quotes. Raises IN012.';
