create or replace function api.edit_account(name text, time_zone text default null)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_constraint text;
    v_column text;
begin
    if auth.signed_in() is null then
        raise exception using errcode = 'IN006', message = 'You are not signed in.', hint = 'Sign in first.';
    end if;
    update auth.people as p set name = edit_account.name, time_zone = edit_account.time_zone where p.person = auth.signed_in();
exception when integrity_constraint_violation then
    get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_broken(v_constraint, v_column);
end
$$;
alter function api.edit_account(text, text) owner to stockroom_auth;
grant execute on function api.edit_account(text, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.edit_account(text, text) is
'Changes one''s own name and time zone (IANA; null for the company''s). Raises IN006, IN014, IN017 (DETAIL: the field).';
