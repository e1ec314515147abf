create or replace function api.move_location(location text, parent text, version integer, dry_run boolean default false)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_location inventory.locations := inventory.kept_location(move_location.location);
    v_parent_id integer := case when nullif(btrim(parent), '') is not null then (inventory.kept_location(parent, 'parent')).location_id end;
    v_sees boolean := auth.in_group('viewer');
    v_places integer[];
    v_holders text[] := inventory.tree_holders(v_location.location_id);
    v_ranges jsonb;
    v_answer jsonb;
begin
    if v_parent_id is not distinct from v_location.parent_id then
        raise exception using errcode = 'IN015', message = format('%s lies there already.', v_location.name), hint = 'Choose another place.';
    end if;
    -- Every place whose sums may change: those above it, now and then.
    v_places := array(
        select t.ancestor_id from inventory.location_tree as t where t.location_id in (v_location.parent_id, v_parent_id)
    );
    if v_sees then
        v_ranges := inventory.subtree_ranges(v_location.location_id, v_places);
    end if;
    begin
        update inventory.locations as l set parent_id = v_parent_id, version = move_location.version
        where l.location_id = v_location.location_id;
        v_answer := inventory.location_answer(v_location.code) || jsonb_build_object(
            'dry_run', coalesce(dry_run, false),
            'places', (select count(*) from inventory.location_tree as t where t.ancestor_id = v_location.location_id),
            'gain', (select coalesce(jsonb_agg(p.person order by p.person), '[]') from unnest(inventory.tree_holders(v_location.location_id)) as p (person) where p.person <> all (v_holders)),
            'lose', (select coalesce(jsonb_agg(p.person order by p.person), '[]') from unnest(v_holders) as p (person) where p.person <> all (inventory.tree_holders(v_location.location_id)))
        );
        -- Apart: within one expression PostgreSQL asks everybody for the right to call it.
        if v_sees then
            v_answer := v_answer || inventory.ranges_moved(v_ranges, inventory.subtree_ranges(v_location.location_id, v_places));
        end if;
        if coalesce(dry_run, false) then
            raise exception using errcode = 'P0DRY';
        end if;
    exception when sqlstate 'P0DRY' then
        null; -- all of it is rolled back, and what was found is kept
    end;
    return v_answer;
end
$$;
alter function api.move_location(text, text, integer, boolean) owner to stockroom_owner;
grant execute on function api.move_location(text, text, integer, boolean) to stockroom_manager, stockroom_admin;
comment on function api.move_location(text, text, integer, boolean) is
'Moves a place with all below it into another; parent: null for the top, which is an admin''s to choose. Answers it as one JSON object, as api.locations has it, with "places" that move, who gains and loses it ("gain", "lose", of the grants the caller may see), and for who sees stock "ranges_changed", "alerts_opened", "alerts_resolved" and the first hundred "ranges". dry_run: answers the same and changes nothing. Raises IN011 where it changed meanwhile, IN014, IN015, IN016, IN018. Enqueues send_mail where a range is crossed.';
