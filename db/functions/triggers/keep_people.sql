create or replace function auth.keep_people()
returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception using errcode = 'IN015', message = 'People stay: history names them.',
        hint = 'Disable the person instead: api.disable_user.';
end
$$;
alter function auth.keep_people() owner to stockroom_owner;
comment on function auth.keep_people() is 'Refuses to delete people. Raises IN015.';
create or replace trigger people_delete_refused before delete on auth.people
for each row execute function auth.keep_people();
