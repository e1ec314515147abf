create or replace function inventory.follow_default()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'DELETE' then
        -- Its ranges first. It goes with the last of them, here or in the worker, and so not now.
        update inventory.threshold_defaults as d set state = 'removing' where d.default_id = old.default_id;
        perform inventory.start_default(old.default_id);
    else
        perform inventory.start_default(new.default_id);
    end if;
    return null;
end
$$;
alter function inventory.follow_default() owner to stockroom_keeper;
comment on function inventory.follow_default() is
'Applies a default when it is set or changed, and takes its ranges away when it is to go. Raises IN016. Enqueues apply_default.';
create or replace trigger threshold_defaults_apply after insert or update of minimum, maximum, margin, severity on inventory.threshold_defaults
for each row execute function inventory.follow_default();
create or replace trigger threshold_defaults_remove before delete on inventory.threshold_defaults
for each row when (old.state <> 'removing')
execute function inventory.follow_default();
