create or replace function inventory.refuse_word(word jsonb, message text, hint text, fix text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- fix is what should stand in the place of the word, without its minus; the whole search with it
-- goes into DETAIL, so that a page can offer it as one link. From and until: where more than the
-- word itself is to be replaced.
declare
    v_query text := word ->> 'query';
    v_at integer := (word ->> 'position')::integer;
    v_length integer := (word ->> 'length')::integer;
    v_left text := left(v_query, coalesce((word ->> 'from')::integer, v_at) - 1);
    v_right text := substr(v_query, coalesce((word ->> 'until')::integer, v_at + v_length));
    v_fix text := inventory.settle_fix(btrim(
        v_left || case when fix <> '' and (word ->> 'negated')::boolean then '-' else '' end || fix
        || case when fix = '' and (v_left = '' or v_left ~ '\s$') then ltrim(v_right) else v_right end
    ), word ->> 'reads');
begin
    raise exception using errcode = 'IN012', message = message, hint = hint,
        detail = (jsonb_build_object('position', v_at, 'length', v_length, 'term', left(word ->> 'term', 200))
            || case when v_fix is null then '{}' else jsonb_build_object('fix', v_fix) end)::text;
end
$$;
alter function inventory.refuse_word(jsonb, text, text, text) owner to stockroom_owner;
grant execute on function inventory.refuse_word(jsonb, text, text, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.refuse_word(jsonb, text, text, text) is
'Refuses a word of a search. Raises IN012; DETAIL says where, and the search as it may have been meant, which can be read: {"position" from 1, "length", "term", "fix"?}.';
