create or replace function inventory.check_attachment()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    c_most constant integer := 50;
begin
    new.name := btrim(normalize(new.name));
    new.created_at := clock_timestamp();
    new.created_by := coalesce(auth.signed_in(), session_user);
    -- Two at once count one after another; a posting, which holds the key alone, is not waited for.
    perform from inventory.items as i where i.item_id = new.item_id for no key update;
    if (select count(*) from inventory.attachments as a where a.item_id = new.item_id) >= c_most then
        raise exception using errcode = 'IN015', message = format('An item has at most %s files.', c_most),
            detail = jsonb_build_object('field', 'file', 'most', c_most)::text, hint = 'Remove one that is not needed first.';
    end if;
    -- The first picture stands for the item until another is chosen.
    if new.thumbnail is not null and not exists (
        select from inventory.attachments as a where a.item_id = new.item_id and a.is_primary
    ) then
        new.is_primary := true;
    end if;
    return new;
end
$$;
alter function inventory.check_attachment() owner to stockroom_keeper;
comment on function inventory.check_attachment() is
'Holds an item to fifty files, says who added which, and makes the first picture the one that stands for it. Raises IN015.';
create or replace trigger attachments_check before insert on inventory.attachments
for each row execute function inventory.check_attachment();
