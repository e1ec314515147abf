create or replace function auth.refresh_grants(person text)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform inventory.need_read_committed();
    -- One at a time: its caller, auth.keep_grant_sets(), holds the lock over grants and tree.
    insert into auth.grant_sets as s (person, bits, ranges, valid_until)
    select w.person, w.bits, w.ranges, w.valid_until from auth.work_out_grants(refresh_grants.person) as w
    on conflict on constraint grant_sets_pkey do update
    set bits = excluded.bits, ranges = excluded.ranges, valid_until = excluded.valid_until;
end
$$;
alter function auth.refresh_grants(text) owner to stockroom_auth;
comment on function auth.refresh_grants(text) is 'Works out a person''s places and keeps them. Raises IN016.';
