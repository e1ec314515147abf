create or replace function api.suggest_search(query text, place integer default null)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- The word that ends at the place: before its colon a key is looked for, after it, or after
-- the last comma, a value.
declare
    v_left text := left(left(query, 500), greatest(coalesce(place, 500), 0));
    v_word text := ltrim(case when (char_length(v_left) - char_length(replace(v_left, '"', ''))) % 2 = 1
        then substring(v_left from '[^[:space:]"]*"[^"]*$') else substring(v_left from '[^[:space:]]*$') end, '-');
    v_key text := lower(substring(v_word from '^([A-Za-z][A-Za-z0-9_]*):'));
    v_said text := lower(replace(substring(v_word from '[^:,]*$'), '"', ''));
    v_kept text := case when v_key is null then '' else left(v_word, char_length(v_word) - char_length(substring(v_word from '[^:,]*$'))) end;
begin
    if v_word is null then
        return null;
    end if;
    return jsonb_build_object('from', char_length(v_left) - char_length(v_word), 'length', char_length(v_word), 'options', (
        select coalesce(jsonb_agg(jsonb_build_object('text', o.text, 'about', o.about) order by o.rank, o.position), '[]')
        from (
            select s.text, s.about, s.position, s.rank
            from (
                select k.key || ':' as text, k.meaning as about, row_number() over () as position, case when k.key like inventory.like_text(v_said) || '%' then 1 else 2 end as rank
                from inventory.search_names() as k
                where v_key is null and (v_said = '' or k.key like inventory.like_text(v_said) || '%' or char_length(v_said) > 2 and position(v_said in k.key) > 0)
                union all
                select v_kept || case when v_kept like '%,' then v.value else inventory.search_quoted(v.value) end, v.about, row_number() over (),
                    case when lower(v.value) like inventory.like_text(v_said) || '%' then 1 else 2 end
                from inventory.suggest_values(v_key) as v
                where v_key is not null and lower(v.value) <> all (string_to_array(substr(lower(v_kept), char_length(v_key) + 2), ','))
                and (v_said = '' or lower(v.value) like inventory.like_text(v_said) || '%' or position(v_said in lower(v.value)) > 0 or position(v_said in lower(v.about)) > 0)
            ) as s
            order by s.rank, s.position
            limit 12
        ) as o
    ));
end
$$;
alter function api.suggest_search(text, integer) owner to stockroom_owner;
grant execute on function api.suggest_search(text, integer) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function api.suggest_search(text, integer) is
'What the word of a search that ends at a place (characters before it; null: the end) may become: {"from", "length" (what to replace, from 0), "options": [{"text", "about"}]}, at most 12; keys, then values as the caller may see them. null where the query is.';
