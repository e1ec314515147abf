create or replace function api.record_import(
    import uuid, done integer, problems jsonb default '[]', state text default null, counts jsonb default null,
    problem text default null
)
returns boolean
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_field text := case
        when state is not null and state not in ('checked', 'done', 'failed') then 'state'
        when jsonb_typeof(problems) is distinct from 'array' then 'problems'
        when exists (
            select from jsonb_array_elements(problems) as p (one)
            where case when jsonb_typeof(p.one) = 'object' then pg_input_is_valid(p.one ->> 'line', 'integer') end is not true
        ) then 'problems'
    end;
begin
    if v_field is not null then
        raise exception using errcode = 'IN017', message = format('The %s of the import are not understood.', v_field),
            detail = jsonb_build_object('field', v_field)::text, hint = 'See the comment of api.record_import.';
    end if;
    update inventory.imports as i
    set done = greatest(0, coalesce(record_import.done, 0)), heartbeat_at = clock_timestamp(),
        state = coalesce(record_import.state, i.state), counts = coalesce(record_import.counts, i.counts),
        problem = coalesce(left(record_import.problem, 2000), i.problem),
        finished_at = case when record_import.state is not null then clock_timestamp() end
    where i.import_id = record_import.import and i.state in ('checking', 'importing');
    if not found then
        return false;
    end if;
    update inventory.import_rows as r set problems = coalesce(r.problems, '[]') || p.list
    from (
        select (w.one ->> 'line')::integer as line, jsonb_agg(w.one - 'line') as list
        from jsonb_array_elements(record_import.problems) as w (one) group by 1
    ) as p
    where r.import_id = record_import.import and r.person = (select auth.signed_in()) and r.line = p.line;
    return true;
end
$$;
alter function api.record_import(uuid, integer, jsonb, text, jsonb, text) owner to stockroom_owner;
grant execute on function api.record_import(uuid, integer, jsonb, text, jsonb, text) to stockroom_staff, stockroom_admin;
comment on function api.record_import(uuid, integer, jsonb, text, jsonb, text) is
'Notes how far a check or import is: rows done; what is bad of them, an array of {"line", "column", "value", "reason", "hint"}; at its end the state (checked, done or failed), counts, and why all of it failed. Answers whether to go on: not where it was cancelled. Raises IN017.';
