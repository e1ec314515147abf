create or replace function api.settings_page()
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select to_jsonb(s) from api.settings as s
$$;
alter function api.settings_page() owner to stockroom_owner;
grant execute on function api.settings_page() to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.settings_page() is
'The company''s settings: {"company": text, "currency": text, "time_zone": text, "second_factor_groups": array, "break_glass_hours": whole number, "version": whole number, "updated_at", "updated_by"}.';
