create or replace function auth.tell_of_address()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform inventory.tell_admins(person => new.person, what => 'email', address => old.email);
    return null;
end
$$;
alter function auth.tell_of_address() owner to stockroom_auth;
comment on function auth.tell_of_address() is
'Tells an admin at their old address, and the other admins, that another admin changed it, by whatever way. Enqueues send_notice.';
create or replace trigger people_tell_of_address after update of email on auth.people
for each row when (old.email is distinct from new.email)
execute function auth.tell_of_address();
