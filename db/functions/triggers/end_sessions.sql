create or replace function auth.end_sessions()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    update auth.sessions as s set revoked_at = now() where s.person = new.person and s.revoked_at is null;
    return null;
end
$$;
alter function auth.end_sessions() owner to stockroom_auth;
comment on function auth.end_sessions() is 'Revokes the sessions of a person who is disabled, however that came about.';
create or replace trigger people_end_sessions after update of disabled_at on auth.people
for each row when (new.disabled_at is not null)
execute function auth.end_sessions();
