create or replace function auth.readable_bits()
returns varbit
language plpgsql
stable parallel safe security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return (auth.grant_set(auth.signed_in())).bits;
end
$$;
alter function auth.readable_bits() owner to stockroom_auth;
grant execute on function auth.readable_bits() to
stockroom_viewer, stockroom_auditor, stockroom_admin, stockroom_reporting,
stockroom_writer, stockroom_keeper, stockroom_reader, stockroom_people, stockroom_worker;
comment on function auth.readable_bits() is
'Bit n is 1 where the signed-in person''s grants reach location n; as long as the largest location id. For policies: get_bit((select auth.readable_bits()), location_id) = 1.';
