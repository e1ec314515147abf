create or replace function api.apply_default("default" integer)
returns boolean
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return inventory.continue_default(apply_default."default", 1000);
end
$$;
alter function api.apply_default(integer) owner to stockroom_keeper;
grant execute on function api.apply_default(integer) to stockroom_worker;
comment on function api.apply_default(integer) is
'Applies a default to its next items, about a thousand ranges; whether some are left. For the worker. Raises IN016. Enqueues send_mail where a range is crossed.';
