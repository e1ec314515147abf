create or replace function inventory.check_location()
returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
-- As whoever writes: a place above that they may not see is no place to them here, and the
-- policy refuses the row next, in the same words as for one that does not exist.
declare
    v_kinds text[] := array['company', 'region', 'site', 'zone', 'bin'];
    v_above text;
begin
    new.code := upper(btrim(new.code));
    new.name := btrim(new.name);
    if new.parent_id = new.location_id then
        raise exception using errcode = 'IN015',
            message = format('%s cannot be moved below itself.', new.code), hint = 'Choose a place outside it.';
    end if;
    select l.kind into v_above from inventory.locations as l where l.location_id = new.parent_id;
    if array_position(v_kinds, v_above) >= array_position(v_kinds, new.kind)
        and (v_above, new.kind) not in (('region', 'region'), ('zone', 'zone'))
    then
        raise exception using errcode = 'IN015',
            message = format('A %s cannot lie within a %s.', new.kind, v_above),
            hint = 'The order is company, region, site, zone, bin.';
    end if;
    return new;
end
$$;
alter function inventory.check_location() owner to stockroom_keeper;
comment on function inventory.check_location() is
'Trims code and name, and holds the tree to company > region > site > zone > bin. Raises IN015.';
create or replace trigger locations_check before insert or update on inventory.locations
for each row execute function inventory.check_location();
