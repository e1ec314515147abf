create or replace function api.set_threshold_default(
    category text, location text, kind text, minimum numeric, maximum numeric, margin numeric default 0, severity text default 'warning',
    version integer default null, dry_run boolean default false
)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_category_id integer;
    v_location_id integer;
    v_kind text := nullif(btrim(set_threshold_default.kind), '');
    v_default_id integer;
    v_answer jsonb;
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    v_category_id := inventory.category_of(category);
    v_location_id := inventory.location_of(location);
    begin
        lock table inventory.thresholds in row exclusive mode;
        insert into inventory.threshold_defaults as d (category_id, location_id, kind, minimum, maximum, margin, severity)
        values (v_category_id, v_location_id, v_kind, minimum, maximum, coalesce(margin, 0), coalesce(severity, 'warning'))
        on conflict on constraint threshold_defaults_category_id_location_id_kind_key do update
        set minimum = excluded.minimum, maximum = excluded.maximum, margin = excluded.margin, severity = excluded.severity,
            version = coalesce(set_threshold_default.version, d.version)
        returning default_id into v_default_id;
        v_answer := inventory.default_answer(v_default_id) || inventory.default_counts(v_default_id)
            || jsonb_build_object('dry_run', coalesce(dry_run, false));
        if coalesce(dry_run, false) then
            raise exception using errcode = 'P0DRY';
        end if;
    exception when sqlstate 'P0DRY' then
        null; -- all of it is rolled back, and what was found is kept
    end;
    return v_answer;
exception when integrity_constraint_violation or sqlstate 'IN014' then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_all(
        inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column),
        inventory.problem_with('category', coalesce(to_jsonb(category), 'null')) || inventory.problem_with('location', coalesce(to_jsonb(location), 'null'))
            || inventory.row_problems('inventory.threshold_defaults', jsonb_build_object(
                'kind', v_kind, 'minimum', minimum, 'maximum', maximum, 'margin', coalesce(margin, 0), 'severity', coalesce(severity, 'warning')
            ))
    );
    return null;
end
$$;
alter function api.set_threshold_default(text, text, text, numeric, numeric, numeric, text, integer, boolean) owner to stockroom_owner;
grant execute on function api.set_threshold_default(text, text, text, numeric, numeric, numeric, text, integer, boolean) to stockroom_manager;
comment on function api.set_threshold_default(text, text, text, numeric, numeric, numeric, text, integer, boolean) is
'Sets the range that items of a category, and of those below it, get by themselves: at a location, or at every open place of a kind within it. kind: null for the location. minimum and maximum: null for no bound. The nearest category and place win; a range set by hand is never overwritten. Answers {"category", "location", "kind", "minimum", "maximum", "margin", "severity", "state", "done", "total": items, "version", "ranges", "alerts": how many it has set and how many of those are crossed, "dry_run"}. Up to a thousand ranges are set at once; more by the worker, in pieces ("state": waiting), and are not counted beforehand. dry_run: answers the same and changes nothing. Raises IN011 where it changed meanwhile, IN014, IN016, IN017 (DETAIL: the field, and where several are wrong all as "problems"). Enqueues apply_default; send_mail where a range is crossed.';
