create or replace function inventory.search_places(word jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- By code, name or path, among the caller's own places: one that is hidden is answered in the words
-- for one that does not exist.
declare
    v_said text := btrim(word ->> 'value');
    v_steps text[] := regexp_split_to_array(lower(v_said), '\s*/\s*');
    v_ids jsonb;
    v_near text;
begin
    select jsonb_agg(l.location_id) into v_ids from inventory.locations as l
    where l.code = upper(v_said) or lower(l.name) = lower(v_said)
    or not (word ->> 'quoted')::boolean and l.code = any (string_to_array(upper(v_said), ','))
    and not exists (select from unnest(string_to_array(upper(v_said), ',')) as s (code) where not exists (select from inventory.locations as o where o.code = s.code));
    if v_ids is null and cardinality(v_steps) > 1 then
        -- The end of the path is enough: "Main / A" lies in "Acme / North / Main / A".
        select jsonb_agg(l.location_id) into v_ids
        from inventory.locations as l
        where lower(l.name) = v_steps[cardinality(v_steps)] and v_steps = (
            select array_agg(lower(a.name) order by t.depth desc) from inventory.location_tree as t
            join inventory.locations as a on a.location_id = t.ancestor_id
            where t.location_id = l.location_id and t.depth < cardinality(v_steps)
        );
    end if;
    if v_ids is null then
        select inventory.nearest_word(v_said, array_agg(k.word)) into v_near
        from (select l.code as word from inventory.locations as l union all select l.name from inventory.locations as l limit 5000) as k;
        perform inventory.refuse_word(word, format('No location "%s" among your places.', left(v_said, 60)), coalesce('Did you mean ' || v_near || '?', (
            select 'Some of yours: ' || string_agg(l.code, ', ' order by l.code) || '.' from (select o.code from inventory.locations as o order by o.code limit 15) as l
        ), 'Check the code.'),
            'location:' || inventory.search_quoted(v_near));
    end if;
    return v_ids;
end
$$;
alter function inventory.search_places(jsonb) owner to stockroom_owner;
grant execute on function inventory.search_places(jsonb) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.search_places(jsonb) is
'The caller''s places that a word of a search names by code (several with commas), name or path, as a JSON array of keys. Raises IN012; proposes the nearest, or names some.';
