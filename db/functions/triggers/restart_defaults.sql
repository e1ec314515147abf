create or replace function inventory.restart_defaults()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
-- Places and categories are made and moved rarely; what a default is for changes then.
declare
    v_default_id integer;
begin
    if not exists (select from inventory.threshold_defaults) then
        return null;
    elsif tg_table_name = 'locations' then
        for v_default_id in
            select d.default_id from inventory.threshold_defaults as d
            where d.location_id in (
                select t.ancestor_id from inventory.location_tree as t
                where t.location_id in (new.location_id, new.parent_id, case when tg_op = 'UPDATE' then old.parent_id end)
            )
            -- One of a place is for it alone; one of a kind for places of the kind, wherever they move.
            and case
                when d.kind is null then tg_op = 'UPDATE' and d.location_id = new.location_id and (old.retired_at is null) <> (new.retired_at is null)
                when tg_op = 'UPDATE' then old.parent_id is distinct from new.parent_id or d.kind in (old.kind, new.kind)
                else d.kind = new.kind
            end
            order by d.default_id
        loop
            perform inventory.start_default(v_default_id);
        end loop;
    else
        for v_default_id in
            with recursive above as (
                select c.category_id, c.parent_id from inventory.categories as c where c.category_id in (new.category_id, old.parent_id)
                union
                select c.category_id, c.parent_id from above as a join inventory.categories as c on c.category_id = a.parent_id
            )
            select d.default_id from inventory.threshold_defaults as d
            where d.category_id in (select a.category_id from above as a) order by d.default_id
        loop
            perform inventory.start_default(v_default_id);
        end loop;
    end if;
    return null;
end
$$;
alter function inventory.restart_defaults() owner to stockroom_keeper;
comment on function inventory.restart_defaults() is
'Applies defaults anew when a place is made, moved, closed, opened or becomes of another kind, and when a category moves. Raises IN016. Enqueues apply_default.';
-- Named to fire after locations_tree: triggers of one event run in the order of their names.
create or replace trigger locations_use_defaults after insert on inventory.locations
for each row execute function inventory.restart_defaults();
create or replace trigger locations_use_defaults_anew after update of parent_id, kind, retired_at on inventory.locations
for each row when (
    old.parent_id is distinct from new.parent_id or old.kind <> new.kind or (old.retired_at is null) <> (new.retired_at is null)
)
execute function inventory.restart_defaults();
create or replace trigger categories_use_defaults after update of parent_id on inventory.categories
for each row when (old.parent_id is distinct from new.parent_id)
execute function inventory.restart_defaults();
