create or replace function auth.touch_session()
returns void
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    update auth.sessions as s set last_seen_at = now()
    where s.token_hash = sha256(convert_to(current_setting('stockroom.token', true), 'UTF8'))
    and s.person = auth.signed_in() and (s.last_seen_at < now() - interval '1 minute' or s.kind = 'token' and s.last_seen_at <= s.created_at)
$$;
alter function auth.touch_session() owner to stockroom_auth;
grant execute on function auth.touch_session() to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting;
comment on function auth.touch_session() is 'Notes that the session of this request is in use, at most once a minute.';
