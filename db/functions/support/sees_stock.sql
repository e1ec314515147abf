create or replace function auth.sees_stock()
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select auth.in_group('viewer') or auth.in_group('auditor') or auth.in_group('reporting')
$$;
alter function auth.sees_stock() owner to stockroom_auth;
grant execute on function auth.sees_stock() to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting, stockroom_cost, stockroom_reader;
comment on function auth.sees_stock() is
'Whether the signed-in person sees quantities at all, at their places. Who only counts does not: a count that knows what is expected is none.';
