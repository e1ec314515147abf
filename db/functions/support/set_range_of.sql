create or replace function inventory.set_range_of(said jsonb)
returns void
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- by their keys
as $$
declare
    v_minimum constant numeric := nullif(btrim(said ->> 'minimum'), '')::numeric;
    v_maximum constant numeric := nullif(btrim(said ->> 'maximum'), '')::numeric;
    v_margin constant numeric := coalesce(nullif(btrim(said ->> 'margin'), '')::numeric, 0);
    v_severity constant text := coalesce(nullif(lower(btrim(said ->> 'severity')), ''), 'warning');
begin
    perform from inventory.thresholds as t
    where t.item_id = (select i.item_id from inventory.items as i where i.sku = upper(btrim(said ->> 'item')))
    and t.location_id = (select l.location_id from inventory.locations as l where l.code = upper(btrim(said ->> 'location')))
    and (t.minimum, t.maximum, t.margin, t.severity) is not distinct from (v_minimum, v_maximum, v_margin, v_severity);
    if not found then
        perform api.set_threshold(
            item => said ->> 'item', location => said ->> 'location', minimum => v_minimum, maximum => v_maximum,
            margin => v_margin, severity => v_severity, seen => nullif(lower(btrim(said ->> 'seen')), '')
        );
    end if;
end
$$;
alter function inventory.set_range_of(jsonb) owner to stockroom_owner;
grant execute on function inventory.set_range_of(jsonb) to stockroom_manager;
comment on function inventory.set_range_of(jsonb) is
'Sets a range as a row of an import says it (api.import_thresholds); one that the caller sees to be so already is left as it is. Raises IN011, IN014, IN016, IN017. Enqueues send_mail where it is crossed.';
