create or replace function inventory.keep_decimals()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform inventory.need_read_committed();
    perform inventory.hold_postings();
    if exists (
        select from inventory.stock_levels as s
        join inventory.items as i using (item_id)
        where i.unit_id = new.unit_id and scale(trim_scale(s.on_hand)) > new.decimals
    ) then
        raise exception using errcode = 'IN015',
            message = format('There is stock in %s with more than %s decimals.', new.code, new.decimals),
            hint = 'Adjust that stock to round quantities first.';
    end if;
    return null;
end
$$;
alter function inventory.keep_decimals() owner to stockroom_keeper;
comment on function inventory.keep_decimals() is
'Lets a unit lose decimals only while no stock has them: nobody could issue it any more. Raises IN015, IN016.';
create or replace trigger units_decimals after update of decimals on inventory.units
for each row when (new.decimals < old.decimals)
execute function inventory.keep_decimals();
