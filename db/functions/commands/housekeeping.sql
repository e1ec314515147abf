create or replace function api.housekeeping()
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_sessions bigint;
    v_attempts bigint;
    v_requests bigint;
    v_workers bigint;
    v_refusals bigint;
begin
    v_sessions := auth.forget_sessions();
    v_attempts := auth.forget_attempts();
    v_requests := auth.forget_requests();
    delete from inventory.workers as w where w.heartbeat_at < now() - interval '1 day';
    get diagnostics v_workers = row_count;
    delete from inventory.proofs as p where p.proved_at < now() - interval '1 year';
    delete from inventory.import_rows as r using inventory.imports as i
    where i.import_id = r.import_id and i.created_at < now() - interval '7 days';
    delete from inventory.imports as i where i.created_at < now() - interval '1 year';
    delete from inventory.item_edits as e where e.created_at < now() - interval '7 days';
    delete from audit.refusals as r where r.refused_at < now() - interval '1 year';
    get diagnostics v_refusals = row_count;
    return jsonb_build_object(
        'partitions', inventory.make_partitions(), 'sessions', v_sessions, 'attempts', v_attempts, 'workers', v_workers,
        'refusals', v_refusals, 'request_keys', v_requests
    );
end
$$;
alter function api.housekeeping() owner to stockroom_keeper;
grant execute on function api.housekeeping() to stockroom_worker;
comment on function api.housekeeping() is
'Nightly: makes the ledger''s next partitions, forgets sessions ended a month ago, attempts of 90 days ago, keys of commands of a day ago, rows of files sent to be imported a week ago and such files of a year ago, refusals of a year ago and workers gone for a day. Answers how many of each.';
