create or replace function api.record_proof()
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_started timestamptz := clock_timestamp();
    v_problems jsonb;
    v_ms numeric;
begin
    if not auth.may_act() then
        raise exception using errcode = 'IN006', message = 'Only a signed-in person proves the ledger.', hint = 'Sign in.';
    end if;
    select coalesce(jsonb_agg(to_jsonb(p)), '[]') into v_problems from (select * from api.prove() limit 100) as p;
    v_ms := round(extract(epoch from clock_timestamp() - v_started) * 1000, 1);
    insert into inventory.proofs (duration_ms, problems) values (v_ms, v_problems);
    return jsonb_build_object('problems', jsonb_array_length(v_problems), 'duration_ms', v_ms);
end
$$;
alter function api.record_proof() owner to stockroom_keeper;
grant execute on function api.record_proof() to stockroom_worker, stockroom_manager, stockroom_auditor, stockroom_admin;
comment on function api.record_proof() is
'Proves the ledger (api.prove) and keeps the outcome for the health page. Answers {"problems": how many, at most 100, "duration_ms"}; api.prove() shows them. Raises IN006.';
