create or replace function inventory.make_partitions()
returns integer
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_year integer := extract(year from now() at time zone 'UTC');
    v_made integer := 0;
    v_name text;
begin
    for v_year in v_year .. v_year + 2 loop
        v_name := format('movements_%s', v_year);
        continue when to_regclass('inventory.' || v_name) is not null;
        execute format(
            'create table inventory.%I partition of inventory.movements for values from (%L) to (%L)',
            v_name, format('%s-01-01 00:00+00', v_year), format('%s-01-01 00:00+00', v_year + 1)
        );
        execute format('alter table inventory.%I enable row level security, force row level security', v_name);
        execute format(
            'create trigger movements_truncate_refused before truncate on inventory.%I execute function inventory.refuse_change()',
            v_name
        );
        v_made := v_made + 1;
    end loop;
    return v_made;
end
$$;
alter function inventory.make_partitions() owner to stockroom_owner;
grant execute on function inventory.make_partitions() to stockroom_keeper;
comment on function inventory.make_partitions() is
'Makes the partitions of movements for this year and the next two; returns how many were missing. Run by each deploy and by housekeeping.';
