create or replace function inventory.share_unit(ends jsonb)
returns jsonb
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    -- 1..2kg is one to two kilograms, as people say it.
    select case
        when u.low = '' and u.high <> '' then ends || jsonb_build_object('low', (ends ->> 'low') || u.high)
        when u.high = '' and u.low <> '' then ends || jsonb_build_object('high', (ends ->> 'high') || u.low)
        else ends
    end
    from (select substring(ends ->> 'low' from '\d\s*([A-Za-z%/]*)$') as low, substring(ends ->> 'high' from '\d\s*([A-Za-z%/]*)$') as high) as u
$$;
alter function inventory.share_unit(jsonb) owner to stockroom_owner;
grant execute on function inventory.share_unit(jsonb) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.share_unit(jsonb) is
'The ends of a range of numbers, as inventory.split_bounds() answers them, where one has no unit in the unit of the other.';
