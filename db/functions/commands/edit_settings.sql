create or replace function api.edit_settings(changes jsonb, version integer default null)
returns void
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    perform inventory.check_keys(
        said => changes, known => array['company', 'currency', 'time_zone', 'second_factor_groups', 'break_glass_hours'],
        nested => array['second_factor_groups']
    );
    perform inventory.check_kinds(said => changes, kinds => '{"second_factor_groups": "texts", "break_glass_hours": "whole"}');
    update inventory.settings as s set
        company = case when changes ? 'company' then changes ->> 'company' else s.company end,
        currency = case when changes ? 'currency' then changes ->> 'currency' else s.currency end,
        time_zone = case when changes ? 'time_zone' then changes ->> 'time_zone' else s.time_zone end,
        second_factor_groups = case when changes ? 'second_factor_groups'
            then array(select jsonb_array_elements_text(changes -> 'second_factor_groups')) else s.second_factor_groups end,
        break_glass_hours = case when changes ? 'break_glass_hours'
            then (changes ->> 'break_glass_hours')::integer else s.break_glass_hours end,
        version = coalesce(edit_settings.version, s.version);
    if not found then
        raise exception using errcode = 'IN006', message = 'Only a signed-in admin changes the settings.', hint = 'Sign in first.';
    end if;
exception when integrity_constraint_violation or sqlstate 'IN014' or sqlstate 'IN017' then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_all(
        inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column),
        inventory.row_problems('inventory.settings', changes, (select to_jsonb(s) from inventory.settings as s))
            || case when changes ? 'time_zone' then inventory.problem_with('time_zone', changes -> 'time_zone') else '[]' end
    );
end
$$;
alter function api.edit_settings(jsonb, integer) owner to stockroom_owner;
grant execute on function api.edit_settings(jsonb, integer) to stockroom_admin;
comment on function api.edit_settings(jsonb, integer) is
'Changes the given ones of the company''s settings: {"company"?, "currency"?: ISO 4217, "time_zone"?, "second_factor_groups"?: array, "break_glass_hours"?: 1 to 24}, from the version that was read. Whoever of these groups has no second factor is signed out to set one up. Raises IN006, IN011 where they changed meanwhile, IN014, IN017 (DETAIL: the field, and where several are wrong all as "problems").';
