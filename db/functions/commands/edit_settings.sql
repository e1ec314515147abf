create or replace function api.edit_settings(changes jsonb, version integer default null)
returns void
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_constraint text;
    v_column text;
begin
    perform inventory.check_keys(
        said => changes, known => array['company', 'currency', 'time_zone', 'second_factor_groups', 'break_glass_hours'],
        nested => array['second_factor_groups']
    );
    if changes ? 'second_factor_groups' and not jsonb_path_exists(
        changes, 'strict $.second_factor_groups ? (@.type() == "array" && !exists(@[*] ? (@.type() != "string")))', silent => true
    ) then
        raise exception using errcode = 'IN014', message = 'The groups that need a second factor are no array of names.',
            detail = '{"field": "second_factor_groups"}', hint = 'For instance ["admin", "manager"], or [] for none.';
    elsif changes ? 'break_glass_hours' and (changes ->> 'break_glass_hours' ~ '^[0-9]{1,9}$') is not true then
        raise exception using errcode = 'IN014', message = 'How long emergency rights last is no whole number of hours.',
            detail = '{"field": "break_glass_hours"}', hint = 'A number from 1 to 24.';
    end if;
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
exception when integrity_constraint_violation then
    get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_broken(v_constraint, v_column);
end
$$;
alter function api.edit_settings(jsonb, integer) owner to stockroom_owner;
grant execute on function api.edit_settings(jsonb, integer) to stockroom_admin;
comment on function api.edit_settings(jsonb, integer) is
'Changes the given ones of the company''s settings: {"company"?, "currency"?: ISO 4217, "time_zone"?, "second_factor_groups"?: array, "break_glass_hours"?: 1 to 24}, from the version that was read. Whoever of these groups has no second factor is signed out to set one up. Raises IN006, IN011 where they changed meanwhile, IN014, IN017 (DETAIL: the field).';
