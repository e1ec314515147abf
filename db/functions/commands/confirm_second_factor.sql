create or replace function api.confirm_second_factor(code text)
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_person constant text := auth.signed_in();
    v_codes jsonb;
begin
    if v_person is null then
        raise exception using errcode = 'IN006', message = 'You are not signed in.', hint = 'Sign in first.';
    end if;
    v_codes := auth.confirm_factor(v_person, confirm_second_factor.code);
    if v_codes is null then
        raise exception using errcode = 'IN017', message = 'The code is wrong.', detail = '{"field": "code"}',
            hint = 'Type the six digits that the app shows now. If it goes on, see that the phone''s clock is right, or begin again.';
    end if;
    return v_codes;
end
$$;
alter function api.confirm_second_factor(text) owner to stockroom_auth;
grant execute on function api.confirm_second_factor(text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.confirm_second_factor(text) is
'Confirms one''s second factor by its first code and answers ten recovery codes, once. From then on a password alone signs in nowhere; other sessions and devices end. Raises IN006, IN017 (DETAIL: the field).';
