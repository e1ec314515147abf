create or replace function inventory.with_near_words(terms jsonb, near jsonb)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select case when jsonb_typeof(near) = 'object' then (
        select coalesce(jsonb_agg(case when t.value ->> 'key' = 'text' and near ? (t.value ->> 'position')
            then jsonb_set(t.value, '{plan,any}', jsonb_build_array(left(near ->> (t.value ->> 'position'), 500))) else t.value end order by t.position), '[]')
        from jsonb_array_elements(terms) with ordinality as t (value, position)
    ) else terms end
$$;
alter function inventory.with_near_words(jsonb, jsonb) owner to stockroom_owner;
grant execute on function inventory.with_near_words(jsonb, jsonb) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.with_near_words(jsonb, jsonb) is
'The terms of a search with words spelled otherwise: near has by a term''s position what to look for instead; null for nothing.';
