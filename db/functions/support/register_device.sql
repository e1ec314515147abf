create or replace function auth.register_device(name text, pin text)
returns text
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_person constant text := auth.need_fresh_sign_in();
    v_secret constant text := auth.new_token();
begin
    if session_user <> 'stockroom_web' then
        raise exception using errcode = 'IN006', message = 'A device is registered on the dashboard.', hint = 'Open /account there.';
    elsif pin is null or pin !~ '^[0-9]{4,8}$' or auth.is_trivial_pin(pin) then
        raise exception using errcode = 'IN017', message = case when pin ~ '^[0-9]{4,8}$'
            then 'This PIN is one of those that are tried first.' else 'A PIN has 4 to 8 digits.' end,
            detail = '{"field": "pin"}', hint = 'Choose another one.';
    elsif char_length(btrim(register_device.name)) between 1 and 120 is not true then
        raise exception using errcode = 'IN017', message = 'A device''s name has 1 to 120 characters.',
            detail = '{"field": "device"}', hint = 'Give it a name to know it by.';
    elsif (select count(*) >= 10 from auth.devices as d where d.person = v_person and d.revoked_at is null and d.expires_at > statement_timestamp()) then
        raise exception using errcode = 'IN015', message = 'You have ten devices already.', hint = 'Remove one first.';
    end if;
    insert into auth.devices (person, name, secret_hash, pin_hash, expires_at, password_mark)
    values (
        v_person, btrim(register_device.name), sha256(convert_to(v_secret, 'UTF8')), sha256(convert_to(v_secret || pin, 'UTF8')),
        now() + interval '30 days', auth.password_mark(v_person)
    );
    return v_secret;
end
$$;
alter function auth.register_device(text, text) owner to stockroom_auth;
grant execute on function auth.register_device(text, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function auth.register_device(text, text) is
'Registers the device of this web session for 30 days, on which the person signs in with a PIN of 4 to 8 digits; answers the secret to keep there (256 random bits, base64url), once. Raises IN006, IN015 for more than ten, IN017 (DETAIL: the field).';
