create or replace function inventory.propose_no_more(refused integer)
returns void
language sql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
    select set_config('stockroom.proposals', 'enough', true) where propose_no_more.refused >= 100
$$;
alter function inventory.propose_no_more(integer) owner to stockroom_owner;
grant execute on function inventory.propose_no_more(integer) to stockroom_manager, stockroom_admin;
comment on function inventory.propose_no_more(integer) is
'After a hundred refusals of one transaction inventory.nearest_code() is not looked for any more: many thousands would take minutes.';
