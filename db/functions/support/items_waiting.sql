create or replace function inventory.items_waiting()
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('total', count(*), 'done', count(*) filter (where w.settled))
    from (select k.settled from inventory.waiting_items as k limit 100000) as w
$$;
alter function inventory.items_waiting() owner to stockroom_owner;
grant execute on function inventory.items_waiting() to stockroom_viewer, stockroom_auditor;
comment on function inventory.items_waiting() is
'How far the worker is with giving the items of large imports the ranges of the defaults: {"total", "done"}, counted to 100,000; both zero when nothing waits.';
