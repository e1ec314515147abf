create or replace function auth.own_session()
returns uuid
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select s.session_id from auth.live_sessions as s
    where s.token_hash = sha256(convert_to(current_setting('stockroom.token', true), 'UTF8'))
    and s.companion = current_setting('role') and session_user = 'stockroom_web'
$$;
alter function auth.own_session() owner to stockroom_auth;
grant execute on function auth.own_session() to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting;
comment on function auth.own_session() is 'The session that asks; null for a direct login.';
