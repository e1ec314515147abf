create or replace function inventory.start_default(default_id integer)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- At once where it is little: about a second. What is more goes on in the worker, in pieces, each a
-- transaction of its own, and the row says how far it is.
declare
    c_at_once constant integer := 1000; -- ranges
    v_many integer := greatest(1, c_at_once / greatest(1, inventory.default_places(start_default.default_id)));
    v_items integer := inventory.default_total(start_default.default_id);
begin
    update inventory.threshold_defaults as d
    set state = case d.state when 'removing' then d.state else 'waiting' end, next_item_id = 0, done = 0, total = v_items
    where d.default_id = start_default.default_id;
    if v_items <= v_many then
        while inventory.continue_default(start_default.default_id, c_at_once + c_at_once) loop
            null;
        end loop;
    else
        perform inventory.enqueue_job(
            entrypoint => 'apply_default', payload => jsonb_build_object('default', start_default.default_id),
            -- One a change: a job that is about to end would not see this one.
            dedupe_key => format('apply_default:%s:%s', start_default.default_id, pg_current_xact_id())
        );
    end if;
end
$$;
alter function inventory.start_default(integer) owner to stockroom_keeper;
comment on function inventory.start_default(integer) is
'Applies a default from its first item on: at once where that is up to a thousand ranges, else by the worker. Raises IN016. Enqueues apply_default.';
