create or replace function inventory.item_edit_of(edit uuid)
returns inventory.item_edits
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_edit inventory.item_edits;
begin
    select e.* into v_edit from inventory.item_edits as e
    where e.edit_id = item_edit_of.edit and e.person = (select auth.signed_in());
    if not found then
        raise exception using errcode = 'IN014', message = 'There is no such change of yours.',
            hint = 'Select the items again: changes are forgotten after a week.';
    end if;
    return v_edit;
end
$$;
alter function inventory.item_edit_of(uuid) owner to stockroom_owner;
grant execute on function inventory.item_edit_of(uuid) to stockroom_manager;
comment on function inventory.item_edit_of(uuid) is 'One''s own change of many items. Raises IN014.';
