create or replace function api.sign_out_everywhere()
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_person constant text := auth.signed_in();
begin
    if v_person is null then
        raise exception using errcode = 'IN006', message = 'You are not signed in.', hint = 'Sign in first.';
    end if;
    perform auth.end_sessions(v_person, (auth.this_session()).session_id);
end
$$;
alter function api.sign_out_everywhere() owner to stockroom_auth;
grant execute on function api.sign_out_everywhere() to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.sign_out_everywhere() is
'Ends all one''s own web sessions and devices but the session that asks. Raises IN006.';
