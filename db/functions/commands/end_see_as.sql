create or replace function api.end_see_as()
returns void
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    update auth.sessions as s set revoked_at = now()
    from auth.sessions as own
    where own.token_hash = sha256(convert_to(current_setting('stockroom.token', true), 'UTF8'))
    and own.person = auth.signed_in() and s.parent_id = own.session_id and s.actor = own.person
    and s.revoked_at is null and s.expires_at > statement_timestamp()
$$;
alter function api.end_see_as() owner to stockroom_auth;
grant execute on function api.end_see_as() to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.end_see_as() is 'Leaves the other''s dashboard that one''s own session has open; nothing where there is none.';
