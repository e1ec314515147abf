create or replace function api.set_preferences(
    theme text default 'system', density text default 'comfortable', numbers text default 'point', dates text default 'day', shortcuts boolean default true,
    language text default 'auto'
)
returns void
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_me text := auth.signed_in();
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    if v_me is null then
        raise exception using errcode = 'IN006', message = 'You are not signed in.', hint = 'Sign in first.';
    end if;
    insert into inventory.preferences as p (person, theme, density, numbers, dates, shortcuts, language)
    values (v_me, set_preferences.theme, set_preferences.density, set_preferences.numbers, set_preferences.dates, set_preferences.shortcuts, set_preferences.language)
    on conflict on constraint preferences_pkey do update
    set theme = excluded.theme, density = excluded.density, numbers = excluded.numbers, dates = excluded.dates, shortcuts = excluded.shortcuts, language = excluded.language;
exception when integrity_constraint_violation then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_all(
        inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column),
        inventory.row_problems('inventory.preferences', jsonb_build_object(
            'theme', theme, 'density', density, 'numbers', numbers, 'dates', dates, 'shortcuts', shortcuts, 'language', language
        ))
    );
end
$$;
alter function api.set_preferences(text, text, text, text, boolean, text) owner to stockroom_owner;
grant execute on function api.set_preferences(text, text, text, text, boolean, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.set_preferences(text, text, text, text, boolean, text) is
'Keeps how oneself wants the dashboard to look. theme: system, light or dark; density: comfortable or compact; numbers: point (1,234.5), comma (1.234,5) or space (1 234,5); dates: day (31 Mar 2027), month (Mar 31, 2027) or iso (2027-03-31); shortcuts: whether a letter alone is a command; language: of pages (mails are in English), a code as de, or auto (as the browser asks). Raises IN006, IN017 (DETAIL: the field, and where several are wrong all as "problems").';
