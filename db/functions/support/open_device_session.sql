create or replace function auth.open_device_session(secret text, pin text, user_agent text default '', address text default null)
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- The device is held first: tries at once count one after another. Answers rather than
-- raises, so that a wrong PIN stays counted.
declare
    v_device auth.devices;
    v_wait interval;
    v_right boolean;
begin
    perform from auth.devices as d where d.secret_hash = sha256(convert_to(open_device_session.secret, 'UTF8')) for update;
    v_device := auth.device_of(secret);
    if v_device.device_id is null then
        return '{"over": true}';
    end if;
    v_wait := auth.begin_sign_in(v_device.person, open_device_session.address, 'pin');
    if v_wait is not null then
        return jsonb_build_object('wait', ceil(extract(epoch from v_wait)));
    end if;
    v_right := coalesce(v_device.pin_hash = sha256(convert_to(secret || pin, 'UTF8')), false);
    update auth.devices as d set
        failures = case when v_right then 0 else d.failures + 1 end,
        last_used_at = case when v_right then now() else d.last_used_at end,
        revoked_at = case when not v_right and d.failures >= 4 then now() end
    where d.device_id = v_device.device_id;
    if not v_right then
        return jsonb_build_object('left', 4 - v_device.failures);
    end if;
    perform auth.record_sign_in(v_device.person, open_device_session.address, true, 'pin');
    return jsonb_build_object(
        'token', auth.add_session(v_device.person, 'device', open_device_session.user_agent, open_device_session.address, v_device.device_id)
    );
end
$$;
alter function auth.open_device_session(text, text, text, text) owner to stockroom_auth;
grant execute on function auth.open_device_session(text, text, text, text) to stockroom_web;
comment on function auth.open_device_session(text, text, text, text) is
'Opens a session on a registered device by its secret and PIN: {"token": once}, {"left": tries}, {"wait": seconds}, or {"over": true}. Five wrong PINs in a row end the device.';
