create or replace function auth.looks_on()
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select (auth.acting()).actor is not null
$$;
alter function auth.looks_on() owner to stockroom_auth;
grant execute on function auth.looks_on() to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting;
comment on function auth.looks_on() is
'Whether somebody looks at another''s dashboard: they see the other''s stock, and not the other''s account. In policies only as an InitPlan.';
