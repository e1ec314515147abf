create or replace function auth.end_sessions(person text, but uuid default null)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    update auth.sessions as s set revoked_at = now()
    -- Those past their end too: a DBA who gives one a later end brings nobody back.
    where s.person = end_sessions.person and s.revoked_at is null and s.session_id is distinct from but;
    update auth.devices as d set revoked_at = now() where d.person = end_sessions.person and d.revoked_at is null;
end
$$;
alter function auth.end_sessions(text, uuid) owner to stockroom_auth;
grant execute on function auth.end_sessions(text, uuid) to stockroom_people;
comment on function auth.end_sessions(text, uuid) is
'Ends a person''s sessions and devices, but the session named.';
