create or replace function inventory.forget_subscriptions(person text)
returns integer
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    with gone as (
        delete from inventory.subscriptions as s where s.person = forget_subscriptions.person returning 1
    )
    select count(*)::integer from gone
$$;
alter function inventory.forget_subscriptions(text) owner to stockroom_keeper;
grant execute on function inventory.forget_subscriptions(text) to stockroom_people;
comment on function inventory.forget_subscriptions(text) is
'Takes a person off the lists of who is told of alerts; answers how many they were on. For api.offboard_user.';
