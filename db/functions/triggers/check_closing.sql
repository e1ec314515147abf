create or replace function inventory.check_closing()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform inventory.need_read_committed();
    -- No posting under way: it may be making the place's first stock level.
    perform inventory.hold_postings();
    if exists (select from inventory.stock_levels as s where s.location_id = new.location_id and s.on_hand <> 0) then
        raise exception using errcode = 'IN015', message = format('%s still has stock.', new.code),
            hint = 'Transfer, issue or adjust it to zero there first.';
    end if;
    return null;
end
$$;
alter function inventory.check_closing() owner to stockroom_keeper;
comment on function inventory.check_closing() is
'Lets a place close, or become a region or company, only when it is empty. Raises IN015 while it has stock, IN016.';
create or replace trigger locations_close after update of retired_at, kind on inventory.locations
for each row when (
    (old.retired_at is null and new.retired_at is not null)
    or (old.kind not in ('company', 'region') and new.kind in ('company', 'region'))
)
execute function inventory.check_closing();
