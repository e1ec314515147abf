create or replace function auth.finish_sign_in(token_hash bytea, code text, user_agent text default '', address text default null)
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- The sign-in is held first: of two who finish it at once, one does. The session has a token
-- of its own: what was in the browser before the code was right opens nothing.
declare
    v_half jsonb;
    v_tried jsonb;
    v_codes jsonb;
begin
    perform from auth.sessions as s where s.token_hash = finish_sign_in.token_hash for update;
    v_half := auth.half_open(token_hash);
    if v_half is null then
        return '{"over": true}';
    elsif v_half ->> 'needs' = 'enrolment' then
        v_codes := auth.confirm_factor(v_half ->> 'person', finish_sign_in.code);
        v_tried := jsonb_build_object('right', v_codes is not null);
    else
        v_tried := auth.try_code(v_half ->> 'person', finish_sign_in.code, finish_sign_in.address);
    end if;
    if v_tried ? 'wait' then
        return v_tried;
    elsif not (v_tried ->> 'right')::boolean then
        update auth.sessions as s set failures = s.failures + 1 where s.token_hash = finish_sign_in.token_hash;
        return '{}';
    end if;
    update auth.sessions as s set revoked_at = now() where s.token_hash = finish_sign_in.token_hash;
    return jsonb_build_object(
        'token', auth.add_session(v_half ->> 'person', 'web', finish_sign_in.user_agent, finish_sign_in.address),
        'recovery_codes', v_codes
    );
end
$$;
alter function auth.finish_sign_in(bytea, text, text, text) owner to stockroom_auth;
grant execute on function auth.finish_sign_in(bytea, text, text, text) to stockroom_web;
comment on function auth.finish_sign_in(bytea, text, text, text) is
'Finishes a sign-in with a code: {"token": of the session, once, "recovery_codes": where it was the first code}, {"over": true}, {"wait": seconds}, or {} for a wrong code, of which a sign-in bears five.';
