create or replace function inventory.check_told(person text)
returns void
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    if person is not null and person <> auth.signed_in() and not exists (select from api.people as p where p.person = check_told.person) then
        raise exception using errcode = 'IN014', message = format('No person "%s".', left(person, 60)), detail = '{"field": "person"}', hint = 'Check the sign-in name.';
    end if;
end
$$;
alter function inventory.check_told(text) owner to stockroom_owner;
grant execute on function inventory.check_told(text) to stockroom_viewer, stockroom_auditor;
comment on function inventory.check_told(text) is
'Refuses somebody to be told of alerts whom the caller does not see. Raises IN014; DETAIL says the field.';
