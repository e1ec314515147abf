create or replace function inventory.check_threshold()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_problems constant jsonb := inventory.range_problems(new.item_id, new.minimum, new.maximum, new.margin);
begin
    if v_problems <> '[]' then
        perform inventory.refuse_all(v_problems -> 0, v_problems);
    end if;
    return new;
end
$$;
alter function inventory.check_threshold() owner to stockroom_keeper;
comment on function inventory.check_threshold() is
'Holds a range to zero and above, and to the decimals of its item''s unit. Raises IN017; DETAIL says the field.';
create or replace trigger thresholds_check before insert or update of minimum, maximum, margin on inventory.thresholds
for each row execute function inventory.check_threshold();
