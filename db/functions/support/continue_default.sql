create or replace function inventory.continue_default(default_id integer, max_ranges integer)
returns boolean
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_default inventory.threshold_defaults;
    v_many integer;
    v_items integer[];
begin
    select d.* into v_default from inventory.threshold_defaults as d
    where d.default_id = continue_default.default_id and d.state <> 'applied' for no key update;
    if not found then
        return false;
    end if;
    v_many := greatest(1, max_ranges / greatest(1, inventory.default_places(v_default.default_id)));
    v_items := inventory.default_items(v_default.default_id, v_default.next_item_id, v_many);
    if v_items is not null then
        perform inventory.settle_defaults(v_items);
    end if;
    if cardinality(v_items) = v_many then
        update inventory.threshold_defaults as d
        set next_item_id = v_items[v_many], done = d.done + v_many, total = greatest(d.total, d.done + v_many)
        where d.default_id = v_default.default_id;
        return true;
    elsif v_default.state = 'removing' then
        delete from inventory.threshold_defaults as d where d.default_id = v_default.default_id;
    else
        update inventory.threshold_defaults as d
        set state = 'applied', done = d.done + coalesce(cardinality(v_items), 0), total = d.done + coalesce(cardinality(v_items), 0)
        where d.default_id = v_default.default_id;
    end if;
    return false;
end
$$;
alter function inventory.continue_default(integer, integer) owner to stockroom_keeper;
comment on function inventory.continue_default(integer, integer) is
'Applies a default, or takes its ranges away, for as many further items as have about so many ranges; whether some are left. Raises IN016.';
