create or replace function inventory.mark_threshold()
returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
-- As whoever writes: what a person changes is theirs from then on, and no default changes it again.
begin
    if current_user <> 'stockroom_keeper' then
        new.set_by := 'person';
        new.default_id := null;
    end if;
    return new;
end
$$;
alter function inventory.mark_threshold() owner to stockroom_keeper;
comment on function inventory.mark_threshold() is 'Marks a default''s range that is changed by hand as set by a person.';
create or replace trigger thresholds_mark before update on inventory.thresholds
for each row when (old.set_by = 'default')
execute function inventory.mark_threshold();
