create or replace function auth.sees_errors()
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select auth.in_group('auditor') or auth.in_group('admin') or session_user = 'stockroom_worker'
$$;
alter function auth.sees_errors() owner to stockroom_auth;
grant execute on function auth.sees_errors() to stockroom_reader;
comment on function auth.sees_errors() is
'Whether the caller may read what mail servers said: it names addresses, which auditors and admins see anyway.';
