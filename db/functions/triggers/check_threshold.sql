create or replace function inventory.check_threshold()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
-- A bound that no stock can meet exactly is a slip of the pen: 1.5 of what is counted in pieces.
declare
    v_decimals integer;
    v_unit text;
    v_field text;
begin
    v_field := case when new.minimum < 0 then 'minimum' when new.maximum < 0 then 'maximum' end;
    if v_field is not null then
        raise exception using errcode = 'IN017', message = format('The %s is zero or more.', v_field),
            detail = jsonb_build_object('field', v_field)::text, hint = 'Leave it empty for no bound.';
    end if;
    select u.decimals, u.code into v_decimals, v_unit
    from inventory.items as i join inventory.units as u using (unit_id) where i.item_id = new.item_id;
    select b.field into v_field
    from (values ('minimum', new.minimum), ('maximum', new.maximum), ('margin', new.margin)) as b (field, bound)
    where scale(trim_scale(b.bound)) > v_decimals limit 1;
    if v_field is not null then
        raise exception using errcode = 'IN017',
            message = format('The %s has more decimals than the unit %s (%s).', v_field, v_unit, v_decimals),
            detail = jsonb_build_object('field', v_field, 'decimals', v_decimals)::text, hint = 'Round it.';
    end if;
    return new;
end
$$;
alter function inventory.check_threshold() owner to stockroom_keeper;
comment on function inventory.check_threshold() is
'Holds a range to zero and above, and to the decimals of its item''s unit. Raises IN017; DETAIL says the field.';
create or replace trigger thresholds_check before insert or update of minimum, maximum, margin on inventory.thresholds
for each row execute function inventory.check_threshold();
