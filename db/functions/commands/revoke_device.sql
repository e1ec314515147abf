create or replace function api.revoke_device(device uuid)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if auth.signed_in() is null then
        raise exception using errcode = 'IN006', message = 'You are not signed in.', hint = 'Sign in first.';
    end if;
    update auth.devices as d set revoked_at = now()
    where d.device_id = revoke_device.device and d.revoked_at is null
    and (d.person = auth.signed_in() or auth.in_group('admin'));
    if not found then
        raise exception using errcode = 'IN014', message = 'No such device of yours.', hint = 'It may be removed already.';
    end if;
    update auth.sessions as s set revoked_at = now() where s.device_id = revoke_device.device and s.revoked_at is null;
end
$$;
alter function api.revoke_device(uuid) owner to stockroom_auth;
grant execute on function api.revoke_device(uuid) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.revoke_device(uuid) is
'Ends a registered device and its sessions: one''s own, or anybody''s for admins. Raises IN006, IN014.';
