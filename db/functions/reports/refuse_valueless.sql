create or replace function inventory.refuse_valueless(word jsonb, rest text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- "on_hand: 5" is on_hand:5 with a blank too many, unless the next word is a qualifier of its own.
declare
    v_next text := substring(rest from '^\s+((?:"(?:[^"\\]|\\.)*"|[^\s"-][^\s"]*))(?:\s|$)');
    v_key text := nullif(word ->> 'key', 'text');
    v_joins boolean := v_next is not null and v_key is not null and v_next !~ '^[A-Za-z][A-Za-z0-9_]*:' and word ->> 'term' not like '%"';
    v_known boolean := v_joins and (word ->> 'reads' = 'movements' or exists (select from inventory.search_names() as k where k.key = v_key));
begin
    perform inventory.refuse_word(
        case when v_joins then word || jsonb_build_object('until', (word ->> 'position')::integer + char_length(word ->> 'term')
            + char_length(substring(rest from '^\s+')) + char_length(v_next)) else word end,
        'A value is missing.', case when v_joins then 'No blank comes behind the colon.' else format('Write something after "%s".', left(word ->> 'term', 60)) end,
        case when v_known then v_key || ':' || v_next
            -- A text with a colon, such as a name has.
            when v_joins and v_next not like '"%' then inventory.search_quoted(ltrim(word ->> 'term', '-') || ' ' || v_next)
            when v_joins then null else '' end
    );
end
$$;
alter function inventory.refuse_valueless(jsonb, text) owner to stockroom_owner;
grant execute on function inventory.refuse_valueless(jsonb, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.refuse_valueless(jsonb, text) is
'Refuses a word of a search that has no value; rest: what follows it, which may be the value. Raises IN012.';
