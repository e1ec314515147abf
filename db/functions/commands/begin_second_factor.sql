create or replace function api.begin_second_factor()
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return auth.new_second_factor(auth.need_fresh_sign_in());
end
$$;
alter function api.begin_second_factor() owner to stockroom_auth;
grant execute on function api.begin_second_factor() to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.begin_second_factor() is
'Makes the key of a second factor for oneself: {"secret": base32, "uri": otpauth, for an authenticator app}, told once. It asks for nothing until api.confirm_second_factor(). Raises IN006, IN015 where there is one.';
