create or replace function inventory.cross_threshold(
    threshold_id integer, balance numeric, was text, status text, resolution text
)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- Called with the threshold's balance locked, so at most one alert is ever open for it.
declare
    v_alert_id uuid;
begin
    if was in ('low', 'out') and status in ('low', 'out') then
        update inventory.alerts as a set kind = cross_threshold.status
        where a.threshold_id = cross_threshold.threshold_id and a.resolved_at is null;
        return;
    end if;
    if was <> 'ok' then
        update inventory.alerts as a set resolved_at = clock_timestamp(), resolution = cross_threshold.resolution
        where a.threshold_id = cross_threshold.threshold_id and a.resolved_at is null;
    end if;
    if status <> 'ok' then
        insert into inventory.alerts (
            threshold_id, item_id, location_id, kind, severity, minimum, maximum, balance_at_opening, document_id, opened_at
        )
        select
            t.threshold_id, t.item_id, t.location_id, cross_threshold.status, t.severity, t.minimum, t.maximum,
            cross_threshold.balance,
            (
                select d.document_id from inventory.documents as d
                where d.posted_xid = pg_current_xact_id() order by d.posted_at desc limit 1
            ),
            clock_timestamp()
        from inventory.thresholds as t
        where t.threshold_id = cross_threshold.threshold_id
        returning alert_id into v_alert_id;
        perform inventory.tell_people(v_alert_id);
    end if;
end
$$;
alter function inventory.cross_threshold(integer, numeric, text, text, text) owner to stockroom_keeper;
comment on function inventory.cross_threshold(integer, numeric, text, text, text) is
'Opens, turns or resolves the alert of a threshold whose status changed, and tells people of a new one. Enqueues send_mail.';
