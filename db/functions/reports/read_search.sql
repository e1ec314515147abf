create or replace function inventory.read_search(query text, proposing boolean default true)
returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(w.word - '{quoted,term,query,reads}'::text[] || jsonb_build_object('plan', inventory.read_term(w.word)) order by w.position), '[]')
    from jsonb_array_elements(inventory.search_words(query, case when proposing then 'items' end)) with ordinality as w (word, position)
$$;
alter function inventory.read_search(text, boolean) owner to stockroom_owner;
grant execute on function inventory.read_search(text, boolean) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.read_search(text, boolean) is
'The terms of a search as a JSON array of {"key", "value", "negated", "position", "length", "plan"}; the plan is for inventory.search_ids(), which trusts nothing in it. proposing: whether what a refusal proposes is read itself first. Raises IN012.';
