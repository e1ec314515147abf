create or replace function api.live_cursor()
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    -- Which transactions were seen, and twice "whoever wrote first as this number or later wrote
    -- after this second": see api.live_changes().
    select concat_ws(' ', s.now, 3, floor(extract(epoch from now()))::bigint - 86400, pg_snapshot_xmax(s.now), floor(extract(epoch from now()))::bigint)
    from (select pg_current_snapshot() as now) as s
$$;
alter function api.live_cursor() owner to stockroom_owner;
grant execute on function api.live_cursor() to stockroom_web;
comment on function api.live_cursor() is 'Where live updates start from: everything visible now is known.';
