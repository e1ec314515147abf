create or replace function auth.end_links()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform auth.end_invitations(new.person);
    return null;
end
$$;
alter function auth.end_links() owner to stockroom_auth;
comment on function auth.end_links() is
'Ends a person''s links where their address changes or their access is ended, whoever does it and how.';
create or replace trigger people_end_links after update of email, disabled_at on auth.people
for each row when (old.email is distinct from new.email or (old.disabled_at is null and new.disabled_at is not null))
execute function auth.end_links();
