create or replace function auth.readable_bits()
returns varbit
language plpgsql
stable parallel safe security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_bits varbit := (auth.signed_in_grants()).bits;
    v_missing integer;
begin
    -- Bits that end before the last place (rows put in by hand, a restore) are made longer: a
    -- policy that asks for a bit beyond the end would fail every query.
    select max(l.location_id) + 1 - length(v_bits) into v_missing from inventory.locations as l;
    if v_missing > 0 then
        return v_bits || repeat('0', v_missing)::varbit;
    end if;
    return v_bits;
end
$$;
alter function auth.readable_bits() owner to stockroom_auth;
grant execute on function auth.readable_bits() to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting,
stockroom_writer, stockroom_keeper, stockroom_reader, stockroom_people, stockroom_worker;
comment on function auth.readable_bits() is
'Bit n is 1 where the signed-in person''s grants reach location n; as long as the largest location id. For policies: get_bit((select auth.readable_bits()), location_id) = 1.';
