create or replace function auth.close_session()
returns void
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    update auth.sessions as s set revoked_at = now()
    where s.token_hash = sha256(convert_to(current_setting('stockroom.token', true), 'UTF8'))
    and s.person = auth.signed_in() and s.revoked_at is null
$$;
alter function auth.close_session() owner to stockroom_auth;
grant execute on function auth.close_session() to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function auth.close_session() is 'Signs out: ends the session of this request.';
