create or replace function api.close_location(location text, version integer)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_location inventory.locations := inventory.kept_location(close_location.location);
    v_where jsonb;
    v_closed integer;
begin
    if auth.in_group('manager') then
        -- To say where; that it is so for certain is judged by the trigger, once nobody posts.
        select jsonb_agg(jsonb_build_object('location', w.code, 'name', w.name) order by w.code) into v_where
        from (
            select l.code, l.name
            from inventory.location_tree as t
            join inventory.locations as l using (location_id)
            where t.ancestor_id = v_location.location_id
            and exists (select from inventory.stock_levels as s where s.location_id = l.location_id and s.on_hand <> 0)
            order by l.code limit 10
        ) as w;
        if v_where is not null then
            raise exception using errcode = 'IN015',
                message = format('There is still stock in %s.', (select string_agg(w ->> 'name', ', ') from jsonb_array_elements(v_where) as w)),
                detail = jsonb_build_object('stock_in', v_where)::text, hint = 'Transfer, issue or adjust it to zero there first.';
        end if;
    end if;
    -- The place itself first, with its version: a stale page closes nothing.
    update inventory.locations as l set retired_at = coalesce(l.retired_at, now()), version = close_location.version
    where l.location_id = v_location.location_id;
    update inventory.locations as l set retired_at = now()
    where l.retired_at is null and l.location_id in (
        select t.location_id from inventory.location_tree as t where t.ancestor_id = v_location.location_id
    );
    get diagnostics v_closed = row_count;
    return inventory.location_answer(v_location.code) || jsonb_build_object('closed_below', v_closed);
end
$$;
alter function api.close_location(text, integer) owner to stockroom_owner;
grant execute on function api.close_location(text, integer) to stockroom_manager, stockroom_admin;
comment on function api.close_location(text, integer) is
'Closes an empty place and all below it: they take no more movements and leave the forms, and stay in history. Answers it as one JSON object, as api.locations has it, with "closed_below": how many lay below. Raises IN011 where it changed meanwhile, IN014, IN015 while there is stock (DETAIL says in which places), IN016, IN018.';
