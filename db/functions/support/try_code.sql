create or replace function auth.try_code(person text, code text, address text)
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_wait constant interval := auth.begin_sign_in(try_code.person, try_code.address, 'code');
    v_right boolean;
begin
    if v_wait is not null then
        return jsonb_build_object('right', false, 'wait', ceil(extract(epoch from v_wait)));
    end if;
    v_right := auth.check_code(try_code.person, try_code.code);
    perform auth.record_sign_in(try_code.person, try_code.address, v_right, 'code');
    return jsonb_build_object('right', v_right);
end
$$;
alter function auth.try_code(text, text, text) owner to stockroom_auth;
comment on function auth.try_code(text, text, text) is
'Tries a code, counted and slowed as passwords are: {"right": whether it was, "wait": seconds until another may be tried}. Answers rather than raises, so that a wrong one stays counted.';
