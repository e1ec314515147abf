create or replace function inventory.need_read_committed()
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- What waits for a lock must then see what the other one committed. The snapshot of a whole
-- transaction would miss it: an alert lost, a balance or somebody's places wrong for good.
begin
    if current_setting('transaction_isolation') in ('repeatable read', 'serializable') then
        raise exception using errcode = 'IN016',
            message = format('This cannot be done in a %s transaction.', current_setting('transaction_isolation')),
            hint = 'Begin a READ COMMITTED transaction and do it again.';
    end if;
end
$$;
alter function inventory.need_read_committed() owner to stockroom_owner;
grant execute on function inventory.need_read_committed() to stockroom_writer, stockroom_keeper, stockroom_auth;
comment on function inventory.need_read_committed() is
'Refuses a transaction that reads from one snapshot, for what rests on seeing others'' changes. Raises IN016.';
