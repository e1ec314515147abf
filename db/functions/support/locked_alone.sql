create or replace function inventory.locked_alone(name text, attempts integer)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '300ms'
as $$
-- Who waits in the queue of a lock holds up all who come behind, also those who would share it with
-- whoever has it now: so this one waits for a moment at a time, and lets those pass in between.
begin
    for v_attempt in 1..attempts loop
        begin
            perform pg_advisory_xact_lock(hashtextextended(name, 0));
            return true;
        exception when lock_not_available then
            null;
        end;
    end loop;
    return false;
end
$$;
alter function inventory.locked_alone(text, integer) owner to stockroom_keeper;
comment on function inventory.locked_alone(text, integer) is
'Takes an advisory lock for the transaction, in so many attempts of 0.3 s, without others waiting behind for longer; whether it was taken.';
