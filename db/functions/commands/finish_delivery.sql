create or replace function api.finish_delivery(delivery uuid, outcome text, error text default null)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if (outcome in ('sent', 'failed', 'suppressed', 'retry')) is not true then
        raise exception using errcode = 'IN014', message = format('No outcome "%s".', left(outcome, 60)), hint = 'sent, failed, suppressed or retry.';
    end if;
    update inventory.deliveries as d
    set state = case outcome when 'retry' then 'queued' else outcome end,
        sent_at = case outcome when 'sent' then clock_timestamp() end,
        last_error = left(coalesce(finish_delivery.error, ''), 500)
    where d.delivery_id = finish_delivery.delivery and d.state <> 'sent';
end
$$;
alter function api.finish_delivery(uuid, text, text) owner to stockroom_keeper;
grant execute on function api.finish_delivery(uuid, text, text) to stockroom_worker;
comment on function api.finish_delivery(uuid, text, text) is
'Notes how sending went: sent, failed (given up), suppressed (the address refuses) or retry (later). A sent one stays sent. Raises IN014.';
