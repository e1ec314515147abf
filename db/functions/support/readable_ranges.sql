create or replace function auth.readable_ranges()
returns int4multirange
language plpgsql
stable parallel safe security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return (auth.signed_in_grants()).ranges;
end
$$;
alter function auth.readable_ranges() owner to stockroom_auth;
grant execute on function auth.readable_ranges() to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting,
stockroom_writer, stockroom_keeper, stockroom_reader, stockroom_people, stockroom_worker;
comment on function auth.readable_ranges() is
'The ids of the locations the signed-in person''s grants reach, as ranges; empty for nobody.';
