create or replace function inventory.refuse_ledger_days(since jsonb, until jsonb)
returns void
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
-- Either may stand first; what stands between them stays.
declare
    v_first jsonb := case when (since ->> 'position')::integer < (until ->> 'position')::integer then since else until end;
    v_second jsonb := case when v_first = since then until else since end;
    v_end integer := (v_first ->> 'position')::integer + (v_first ->> 'length')::integer;
begin
    perform inventory.refuse_word(
        until || jsonb_build_object('from', v_first -> 'position', 'until', (v_second ->> 'position')::integer + (v_second ->> 'length')::integer),
        'The days are the wrong way round.', 'from: is the first day, to: the last.',
        format('%s:%s%s%s:%s', v_first ->> 'key', v_second ->> 'value', substr(until ->> 'query', v_end, (v_second ->> 'position')::integer - v_end),
            v_second ->> 'key', v_first ->> 'value')
    );
end
$$;
alter function inventory.refuse_ledger_days(jsonb, jsonb) owner to stockroom_owner;
grant execute on function inventory.refuse_ledger_days(jsonb, jsonb) to stockroom_viewer, stockroom_auditor;
comment on function inventory.refuse_ledger_days(jsonb, jsonb) is
'Refuses a search over the ledger whose from: lies after its to:; proposes them the other way round. Raises IN012.';
