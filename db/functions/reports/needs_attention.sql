create or replace function api.needs_attention()
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
-- Each question is asked of those whom it concerns, and answered as the list behind it is.
declare
    v_found jsonb := '{}';
    v_health jsonb;
begin
    if auth.in_group('viewer') or auth.in_group('auditor') then
        v_found := inventory.stock_needs();
    end if;
    if auth.in_group('viewer') or auth.in_group('auditor') or auth.in_group('admin') then
        v_found := v_found || jsonb_build_object('emergency', jsonb_array_length(api.list_break_glass(only_open => true, max_rows => 500)));
    end if;
    if auth.in_group('staff') or auth.in_group('admin') then
        v_found := v_found || jsonb_build_object('imports', jsonb_array_length(api.list_imports(max_rows => 500, state => 'waiting') -> 'rows'));
    end if;
    if auth.in_group('manager') or auth.in_group('auditor') or auth.in_group('admin') then
        v_health := api.health();
        v_found := v_found || jsonb_build_object(
            'ledger', v_health #> '{ledger,problems}', 'jobs', v_health #> '{queue,held}', 'mails', v_health #> '{mail,failed}',
            'worker', case when (v_health #>> '{worker,workers}')::integer > 0 then 0 else 1 end
        );
    end if;
    return (
        select coalesce(jsonb_agg(jsonb_build_object('what', w.what, 'count', least(n.n, 1000), 'count_exact', n.n <= 1000) order by w.position), '[]')
        from unnest(array['ledger', 'emergency', 'worker', 'out', 'low', 'negative', 'expired', 'over', 'expiring', 'mails', 'jobs', 'imports'])
            with ordinality as w (what, position)
        cross join lateral (select coalesce((v_found ->> w.what)::integer, 0) as n) as n
        where v_found ? w.what
    );
end
$$;
alter function api.needs_attention() owner to stockroom_owner;
grant execute on function api.needs_attention() to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.needs_attention() is
'What waits for the caller now, most pressing first: an array of {"what", "count" (to 1,000), "count_exact"}. Of who sees stock: items that are out, low, over, negative (below zero at a place), lots that are expired or expiring (within 30 days); of whom it concerns: rights taken in an emergency, imports of one''s own that wait, and of the system mails and jobs that were given up, worker (1 where none works) and what the last proof of the ledger found. Only what the caller may see is there, zeros too.';
