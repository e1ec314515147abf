create or replace function inventory.keep_threshold()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'DELETE' then
        -- In the order of a posting: the balance, then its alert.
        perform from inventory.threshold_balances as b where b.threshold_id = old.threshold_id for update;
        update inventory.alerts as a set resolved_at = clock_timestamp(), resolution = 'threshold removed'
        where a.threshold_id = old.threshold_id and a.resolved_at is null;
        return old;
    end if;
    perform inventory.settle_threshold(threshold_id => new.threshold_id, resolution => 'threshold changed');
    return null;
end
$$;
alter function inventory.keep_threshold() owner to stockroom_keeper;
comment on function inventory.keep_threshold() is
'Judges a threshold when it is set or changed, and resolves its alert when it is removed.';
create or replace trigger thresholds_balance after insert or update on inventory.thresholds
for each row execute function inventory.keep_threshold();
create or replace trigger thresholds_alert before delete on inventory.thresholds
for each row execute function inventory.keep_threshold();
