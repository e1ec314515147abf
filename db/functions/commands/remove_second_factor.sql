create or replace function api.remove_second_factor(code text)
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_person constant text := auth.signed_in();
    v_tried jsonb;
begin
    if v_person is null then
        raise exception using errcode = 'IN006', message = 'You are not signed in.', hint = 'Sign in first.';
    elsif auth.second_factor_required(v_person) then
        raise exception using errcode = 'IN015', message = 'Your group signs in with a second factor.',
            hint = 'An admin can reset it where you lost it.';
    end if;
    v_tried := auth.try_code(v_person, remove_second_factor.code, host((auth.this_session()).address));
    if (v_tried ->> 'right')::boolean then
        perform auth.forget_second_factor(v_person);
    end if;
    return v_tried;
end
$$;
alter function api.remove_second_factor(text) owner to stockroom_auth;
grant execute on function api.remove_second_factor(text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.remove_second_factor(text) is
'Removes one''s second factor, given a code of it: {"right": whether it was, "wait": seconds until another may be tried}. Raises IN006, IN015 where the person''s group needs one.';
