create or replace function api.set_columns(list text, columns text[] default null)
returns void
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_me text := auth.signed_in();
    v_constraint text;
begin
    if v_me is null then
        raise exception using errcode = 'IN006', message = 'You are not signed in.', hint = 'Sign in first.';
    elsif set_columns.columns is null then
        delete from inventory.list_columns as c where c.person = v_me and c.list = set_columns.list;
        return;
    end if;
    insert into inventory.list_columns (person, list, columns) values (v_me, set_columns.list, set_columns.columns)
    on conflict on constraint list_columns_pkey do update set columns = excluded.columns;
exception when integrity_constraint_violation then
    get stacked diagnostics v_constraint = constraint_name;
    perform inventory.refuse_broken(v_constraint, '');
end
$$;
alter function api.set_columns(text, text[]) owner to stockroom_owner;
grant execute on function api.set_columns(text, text[]) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.set_columns(text, text[]) is
'Keeps which columns of a list one sees, for oneself; null for the list''s own. Raises IN006, IN017 (DETAIL: the field).';
