create or replace function api.prove()
returns table (rule text, detail jsonb)
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- One snapshot for all of them: it may run beside any posting.
    select * from inventory.prove_levels()
    union all
    select * from inventory.prove_documents()
    union all
    select * from inventory.prove_thresholds()
    union all
    select * from inventory.prove_places()
    union all
    select * from inventory.prove_words()
$$;
alter function api.prove() owner to stockroom_reader;
grant execute on function api.prove() to stockroom_keeper, stockroom_auditor, stockroom_worker;
comment on function api.prove() is
'Recomputes what the record and the search stand on (levels, balances, documents, thresholds, alerts, the tree, grants, words; not the kept weeks of reports) and returns what differs, as rule and detail: no row is a proof. Reads the whole ledger, so only who may read all of it is shown what differs.';
