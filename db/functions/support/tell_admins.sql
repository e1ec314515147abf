create or replace function inventory.tell_admins(person text, what text, address text default null)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- One admin can become another: with their password, or a link in a mail that reaches oneself.
-- Nothing but being seen stands against it, so the same transaction writes to that admin and to
-- all others. What a DBA does is found and recorded by itself.
declare
    v_actor text := auth.signed_in();
begin
    if v_actor is null or v_actor = tell_admins.person
        or pg_has_role(to_regrole(quote_ident(tell_admins.person)), 'stockroom_admin', 'usage') is not true
    then
        return;
    end if;
    perform inventory.tell_person(
        person => p.person, notice => 'admin_changed',
        about => jsonb_strip_nulls(jsonb_build_object(
            'person', tell_admins.person, 'by', v_actor, 'what', tell_admins.what, 'at', clock_timestamp(),
            'to_address', case when p.person = tell_admins.person then tell_admins.address end
        ))::text
    )
    from auth.people as p
    where p.person <> v_actor and coalesce(p.email, case when p.person = tell_admins.person then tell_admins.address end) is not null
    and (p.person = tell_admins.person or (
        p.kind = 'person' and auth.is_active(p.person) and pg_has_role(to_regrole(quote_ident(p.person)), 'stockroom_admin', 'usage')
    ));
end
$$;
alter function inventory.tell_admins(text, text, text) owner to stockroom_keeper;
grant execute on function inventory.tell_admins(text, text, text) to stockroom_people, stockroom_auth;
comment on function inventory.tell_admins(text, text, text) is
'Writes to an admin, and to all others but who did it, that something of theirs was changed by another admin; nothing for who is no admin. what: password, second_factor, email, link or groups. address: where to write to that admin instead of their own, which was changed. Enqueues send_notice.';
