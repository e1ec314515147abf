create or replace function inventory.search_categories(word jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_said text := btrim(word ->> 'value');
    v_ids jsonb;
    v_near text;
begin
    select jsonb_agg(c.category_id) into v_ids from inventory.categories as c
    where c.code = upper(v_said) or lower(c.name) = lower(v_said)
    or not (word ->> 'quoted')::boolean and c.code = any (string_to_array(upper(v_said), ','))
    and not exists (select from unnest(string_to_array(upper(v_said), ',')) as s (code) where not exists (select from inventory.categories as o where o.code = s.code));
    if v_ids is null then
        select inventory.nearest_word(v_said, array_agg(k.word)) into v_near
        from (select c.code as word from inventory.categories as c union all select c.name from inventory.categories as c limit 2000) as k;
        perform inventory.refuse_word(word, format('No category "%s".', left(v_said, 60)), coalesce('Did you mean ' || v_near || '?', (
            select 'Some that there are: ' || string_agg(c.code, ', ' order by c.code) || '.' from (select o.code from inventory.categories as o order by o.code limit 15) as c
        ), 'Check the code.'),
            'category:' || inventory.search_quoted(v_near));
    end if;
    return v_ids;
end
$$;
alter function inventory.search_categories(jsonb) owner to stockroom_owner;
grant execute on function inventory.search_categories(jsonb) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.search_categories(jsonb) is
'The categories that a word of a search names by code (several with commas) or by name, as a JSON array of keys. Raises IN012; proposes the nearest, or names some.';
