create or replace function inventory.keep_location_tree()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- by their keys
as $$
declare
    v_threshold_id integer;
    v_moved boolean := tg_op = 'UPDATE' and new.parent_id is distinct from old.parent_id;
begin
    if tg_op = 'INSERT' or v_moved then
        perform inventory.need_read_committed();
        -- One change of the tree at a time: a place made below one that moves must move along.
        perform pg_advisory_xact_lock(hashtextextended('stockroom location tree', 0));
    end if;
    if v_moved then
        -- Sums change for every place above, old and new: no posting may run meanwhile.
        perform inventory.hold_postings();
        if exists (
            select from inventory.location_tree as t
            where t.location_id = new.parent_id and t.ancestor_id = new.location_id
        ) then
            raise exception using errcode = 'IN015',
                message = format('%s cannot be moved below itself.', new.code), hint = 'Choose a place outside it.';
        end if;
        delete from inventory.location_tree as t
        using inventory.location_tree as inside, inventory.location_tree as above
        where inside.ancestor_id = new.location_id and above.location_id = new.location_id and above.depth > 0
        and t.location_id = inside.location_id and t.ancestor_id = above.ancestor_id;
    elsif tg_op = 'INSERT' then
        insert into inventory.location_tree (location_id, ancestor_id, depth) values (new.location_id, new.location_id, 0);
    end if;
    if tg_op = 'INSERT' or v_moved then
        insert into inventory.location_tree (location_id, ancestor_id, depth)
        select inside.location_id, above.ancestor_id, inside.depth + above.depth + 1
        from inventory.location_tree as inside
        cross join inventory.location_tree as above
        where inside.ancestor_id = new.location_id and above.location_id = new.parent_id;
    end if;
    if v_moved then
        for v_threshold_id in
            select th.threshold_id from inventory.thresholds as th
            where th.location_id in (
                select t.ancestor_id from inventory.location_tree as t where t.location_id in (old.parent_id, new.parent_id)
            )
            -- Of what lies in what moves: no other sum changes.
            and th.item_id in (
                select s.item_id from inventory.stock_levels as s
                join inventory.location_tree as t on t.location_id = s.location_id and t.ancestor_id = new.location_id
            )
            order by th.item_id, th.location_id
        loop
            perform inventory.settle_threshold(threshold_id => v_threshold_id, resolution => 'back in range');
        end loop;
    end if;
    return null;
end
$$;
alter function inventory.keep_location_tree() owner to stockroom_keeper;
comment on function inventory.keep_location_tree() is
'Keeps location_tree, and the sums of thresholds when a subtree moves. Raises IN015 for a loop, IN016.';
create or replace trigger locations_tree after insert or update on inventory.locations
for each row execute function inventory.keep_location_tree();
