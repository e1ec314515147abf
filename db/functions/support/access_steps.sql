create or replace function auth.access_steps(
    person text, asked jsonb, row_asked jsonb, all_steps boolean default true,
    out kind text, out name text, out detail text, out passes boolean
)
returns setof record
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
-- What PostgreSQL itself would ask, in its order: the right to call, to read or to write, then the
-- policies of the row, for whom the statement runs as. Nothing here knows a group.
declare
    v_role name := (select r.rolname from pg_catalog.pg_roles as r where r.rolname = person);
    v_function regproc := to_regproc(asked ->> 'function_name');
    v_table regclass := to_regclass(asked ->> 'relation');
    v_command text := asked ->> 'command';
    v_executor name := v_role;
begin
    if v_role is null then
        kind := 'account'; name := person; detail := 'There is no such role.'; passes := false;
        return next;
        return;
    end if;
    if asked ->> 'groups' is not null then
        kind := 'group'; name := asked ->> 'action'; detail := 'Being in the group is the right.';
        passes := exists (
            select from jsonb_array_elements_text(asked -> 'groups') as g (name)
            where pg_has_role(v_role, ('stockroom_' || g.name)::name, 'usage')
        );
        return next;
        if row_asked is not null then
            kind := 'policy'; name := 'the place'; passes := auth.row_passes(person, v_table, 'location_id <@ ($3)', row_asked);
            return next;
        end if;
        return;
    end if;
    if asked ->> 'function_name' is not null then
        select case when p.prosecdef then pg_get_userbyid(p.proowner) else v_role end,
            has_schema_privilege(v_role, p.pronamespace, 'usage') and has_function_privilege(v_role, p.oid, 'execute')
        into v_executor, passes
        from pg_catalog.pg_proc as p where p.oid = v_function;
        kind := 'function'; name := asked ->> 'function_name'; detail := 'execute';
        return next;
        if not all_steps and passes is not true then
            return;
        end if;
    end if;
    if asked ->> 'takes' = 'person' and row_asked is not null then
        kind := 'rule'; name := 'auth.person_refusal';
        detail := auth.person_refusal(row_asked ->> 'person', split_part(asked ->> 'function_name', '.', 2), person); passes := detail is null;
        return next;
    elsif asked ->> 'action' = 'break glass' then
        kind := 'rule'; name := 'auth.check_break_glass'; detail := 'Tools take no rights.';
        passes := exists (select from auth.people as p where p.person = access_steps.person and p.kind = 'person');
        return next;
    end if;
    if asked ->> 'view_name' is not null then
        kind := 'view'; name := asked ->> 'view_name'; detail := 'select'; passes := auth.may_select(v_role, to_regclass(name));
        return next;
        if not all_steps and passes is not true then
            return;
        end if;
    elsif v_command is not null then
        kind := 'table'; name := v_table::text; detail := v_command;
        passes := case when v_command = 'delete' then has_table_privilege(v_executor, v_table, v_command)
            else has_any_column_privilege(v_executor, v_table, v_command) end
            and has_schema_privilege(v_executor, (select c.relnamespace from pg_catalog.pg_class as c where c.oid = v_table), 'usage');
        return next;
        if not all_steps and passes is not true then
            return;
        end if;
    end if;
    if v_command is not null and row_asked is not null then
        kind := 'policy'; name := v_table::text; detail := v_command;
        passes := auth.row_passes(person, v_table, auth.policy_rule(v_table, v_command, v_executor), row_asked)
            and (v_command not in ('update', 'delete')
                or auth.row_passes(person, v_table, auth.policy_rule(v_table, 'select', v_executor), row_asked));
        return next;
    end if;
end
$$;
alter function auth.access_steps(text, jsonb, jsonb, boolean) owner to stockroom_reader;
comment on function auth.access_steps(text, jsonb, jsonb, boolean) is
'What is asked before a person does something (a row of api.access_actions()) to a row, step by step, each with whether it passes: function, rule (of who may do it to whom), view, table, policy. Without a row, the right itself. all_steps false: to the first that does not pass. The account is judged apart: auth.account_of().';
