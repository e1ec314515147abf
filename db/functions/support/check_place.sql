create or replace function inventory.check_place(kind text, parent_id integer)
returns void
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
-- As whoever writes: a place above that they may not see is no place to them here, and the
-- policy refuses the row next, in the same words as for one that does not exist.
declare
    v_kinds constant text[] := array['company', 'region', 'site', 'zone', 'bin'];
    v_above text;
begin
    select l.kind into v_above from inventory.locations as l where l.location_id = check_place.parent_id;
    if array_position(v_kinds, v_above) >= array_position(v_kinds, check_place.kind)
        and (v_above, check_place.kind) not in (('region', 'region'), ('zone', 'zone'))
    then
        raise exception using errcode = 'IN015', message = format('A %s cannot lie within a %s.', check_place.kind, v_above),
            detail = '{"field": "kind"}', hint = 'The order is company, region, site, zone, bin.';
    end if;
end
$$;
alter function inventory.check_place(text, integer) owner to stockroom_owner;
grant execute on function inventory.check_place(text, integer) to stockroom_manager, stockroom_admin, stockroom_keeper;
comment on function inventory.check_place(text, integer) is
'Holds a place to company > region > site > zone > bin. Raises IN015; DETAIL says the field.';
