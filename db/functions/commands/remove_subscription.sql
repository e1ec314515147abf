create or replace function api.remove_subscription(subscription integer)
returns void
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    delete from inventory.subscriptions as s where s.subscription_id = remove_subscription.subscription;
    if not found then
        raise exception using errcode = 'IN014', message = 'No such line that you may remove.', hint = 'See api.list_subscriptions.';
    end if;
end
$$;
alter function api.remove_subscription(integer) owner to stockroom_owner;
grant execute on function api.remove_subscription(integer) to stockroom_viewer, stockroom_auditor;
comment on function api.remove_subscription(integer) is 'Has somebody told of it no longer. Raises IN014.';
