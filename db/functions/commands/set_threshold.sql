create or replace function api.set_threshold(
    item text, location text, minimum numeric, maximum numeric, margin numeric default 0, severity text default 'warning',
    version integer default null, seen text default null
)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_item_id integer;
    v_location_id integer;
    v_threshold inventory.thresholds;
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    v_item_id := inventory.item_of(item);
    v_location_id := inventory.location_of(location);
    -- Ranges, then the item, as api.remove_item does (inventory.hold_ranges).
    lock table inventory.thresholds in row exclusive mode;
    perform from inventory.items as i where i.item_id = v_item_id for no key update;
    -- A version alone cannot tell a range that was removed and set anew: that one counts from 1 again.
    perform inventory.check_range(v_item_id, v_location_id, set_threshold.seen) where set_threshold.seen is not null;
    insert into inventory.thresholds as t (item_id, location_id, minimum, maximum, margin, severity)
    values (v_item_id, v_location_id, minimum, maximum, margin, severity)
    on conflict on constraint thresholds_item_id_location_id_key do update
    set minimum = excluded.minimum, maximum = excluded.maximum, margin = excluded.margin, severity = excluded.severity,
        version = coalesce(set_threshold.version, t.version)
    returning * into v_threshold;
    return jsonb_build_object(
        'item', upper(item), 'location', upper(location), 'minimum', v_threshold.minimum,
        'maximum', v_threshold.maximum, 'margin', v_threshold.margin, 'severity', v_threshold.severity, 'version', v_threshold.version,
        'seen', inventory.range_mark(v_threshold.updated_at, v_threshold.version)
    );
exception when integrity_constraint_violation or sqlstate 'IN014' or sqlstate 'IN017' then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_all(
        inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column),
        inventory.problem_with('item', coalesce(to_jsonb(item), 'null')) || inventory.problem_with('location', coalesce(to_jsonb(location), 'null')) || inventory.row_problems('inventory.thresholds', jsonb_build_object(
            'minimum', minimum, 'maximum', maximum, 'margin', coalesce(margin, 0), 'severity', coalesce(severity, '')
        )) || inventory.range_problems(v_item_id, minimum, maximum, margin)
    );
    return null;
end
$$;
alter function api.set_threshold(text, text, numeric, numeric, numeric, text, integer, text) owner to stockroom_owner;
grant execute on function api.set_threshold(text, text, numeric, numeric, numeric, text, integer, text) to stockroom_manager;
comment on function api.set_threshold(text, text, numeric, numeric, numeric, text, integer, text) is
'Sets the range an item should stay in at a location and all below it, base unit. minimum and maximum: null for no bound. Judged at once: may open or resolve an alert. severity: info, warning or critical. seen: the range that was looked at, as api.thresholds and the answer say it, "none" for none; version, of callers of before, cannot tell one that was removed and set anew; without either whatever is there is changed. Answers {"item": SKU, "location": code, "minimum", "maximum", "margin": number, "severity": text, "version": whole number, "seen": text}. Raises IN011 where it changed meanwhile (DETAIL: "current"), IN014, IN016, IN017 (DETAIL: the field, and where several are wrong all as "problems"). Enqueues send_mail where it is crossed.';
