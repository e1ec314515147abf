create or replace function inventory.search_choices(word jsonb, known text[], what text)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- Bare words with commas between are several; cases do not matter.
declare
    v_said text[] := case when (word ->> 'quoted')::boolean and word ->> 'value' = any (known) then array[word ->> 'value']
        else string_to_array(word ->> 'value', ',') end;
    v_bad text;
    v_near text;
begin
    select s.said into v_bad from unnest(v_said) as s (said)
    where not exists (select from unnest(known) as k (word) where lower(k.word) = lower(btrim(s.said))) limit 1;
    if v_bad is not null then
        -- A beginning is the one word that begins so; of one or two letters nothing else is near.
        select case count(*) when 0 then case when char_length(btrim(v_bad)) > 2 then inventory.nearest_word(btrim(v_bad), known) end when 1 then min(k.word) end into v_near
        from unnest(known) as k (word) where btrim(v_bad) <> '' and starts_with(lower(k.word), lower(btrim(v_bad)));
        perform inventory.refuse_word(
            word, case when v_bad = '' then 'A value is missing between commas.' else format('"%s" is not a value of %s.', left(v_bad, 60), what) end,
            concat_ws(' ', 'Did you mean ' || v_near || '?', format('One or more of %s, with commas between.', left(array_to_string(known, ', '), 300))),
            (word ->> 'key') || ':' || inventory.search_quoted(nullif(array_to_string(
                case when v_near is null then array_remove(v_said, v_bad) else array_replace(v_said, v_bad, v_near) end, ','
            ), ''))
        );
    end if;
    return (select jsonb_agg(distinct k.word) from unnest(known) as k (word), unnest(v_said) as s (said) where lower(k.word) = lower(btrim(s.said)));
end
$$;
alter function inventory.search_choices(jsonb, text[], text) owner to stockroom_owner;
grant execute on function inventory.search_choices(jsonb, text[], text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.search_choices(jsonb, text[], text) is
'The known words that a search names, as a JSON array. Raises IN012; proposes the nearest.';
