create or replace function api.edit_account(name text, time_zone text default null)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    if auth.signed_in() is null then
        raise exception using errcode = 'IN006', message = 'You are not signed in.', hint = 'Sign in first.';
    end if;
    update auth.people as p set name = edit_account.name, time_zone = edit_account.time_zone where p.person = auth.signed_in();
exception when integrity_constraint_violation or sqlstate 'IN014' then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_all(
        inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column),
        inventory.row_problems('auth.people', jsonb_build_object('name', edit_account.name)) || inventory.problem_with('time_zone', to_jsonb(edit_account.time_zone))
    );
end
$$;
alter function api.edit_account(text, text) owner to stockroom_auth;
grant execute on function api.edit_account(text, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.edit_account(text, text) is
'Changes one''s own name and time zone (IANA; null for the company''s). Raises IN006, IN014, IN017 (DETAIL: the field, and where several are wrong all as "problems").';
