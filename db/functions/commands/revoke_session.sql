create or replace function api.revoke_session(session uuid)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_person text := auth.signed_in();
begin
    if not auth.may_act() then
        raise exception using errcode = 'IN006', message = 'Only who is signed in ends sessions.',
            hint = 'Sign in; becoming a role is not signing in.';
    end if;
    update auth.sessions as s set revoked_at = now()
    where s.session_id = revoke_session.session and s.revoked_at is null
    and (v_person is null or v_person in (s.person, s.actor) or auth.in_group('admin'));
    if not found then
        raise exception using errcode = 'IN014', message = 'No open session of this key that you may end.', hint = 'See api.sessions.';
    end if;
end
$$;
alter function api.revoke_session(uuid) owner to stockroom_auth;
grant execute on function api.revoke_session(uuid) to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting;
comment on function api.revoke_session(uuid) is
'Ends a session or token at once: one''s own, or as an admin anybody''s. Raises IN006, IN014.';
