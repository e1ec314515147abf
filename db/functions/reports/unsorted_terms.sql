create or replace function inventory.unsorted_terms(terms jsonb)
returns jsonb
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_path_query_array(unsorted_terms.terms, '$[*] ? (!(@.plan.kind == "sort"))')
$$;
alter function inventory.unsorted_terms(jsonb) owner to stockroom_owner;
grant execute on function inventory.unsorted_terms(jsonb) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.unsorted_terms(jsonb) is
'The terms of a search without the order it asks for: what is counted, selected or looked up needs none, and too many to put in order are none to inventory.search_ids().';
