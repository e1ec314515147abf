create or replace function api.remove_threshold_default(category text, location text, kind text)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_default inventory.threshold_defaults;
begin
    select d.* into v_default from inventory.threshold_defaults as d
    where d.category_id = inventory.category_of(remove_threshold_default.category)
    and d.location_id = inventory.location_of(remove_threshold_default.location)
    and d.kind is not distinct from nullif(btrim(remove_threshold_default.kind), '')
    and d.location_id <@ auth.postable_ranges();
    if not found then
        raise exception using errcode = 'IN014', message = 'No default there that you may remove.', hint = 'See api.list_threshold_defaults.';
    end if;
    lock table inventory.thresholds in row exclusive mode;
    if v_default.state <> 'removing' then
        delete from inventory.threshold_defaults as d where d.default_id = v_default.default_id;
    end if;
    return jsonb_build_object('removed', case
        when exists (select from inventory.threshold_defaults as d where d.default_id = v_default.default_id) then 'removing' else 'deleted'
    end);
end
$$;
alter function api.remove_threshold_default(text, text, text) owner to stockroom_owner;
grant execute on function api.remove_threshold_default(text, text, text) to stockroom_manager;
comment on function api.remove_threshold_default(text, text, text) is
'Removes a default and the ranges it set, no others; their open alerts resolve. kind: null for the location. Answers {"removed": "deleted", or "removing" while the worker takes many ranges away}. Raises IN014, IN016. Enqueues apply_default.';
