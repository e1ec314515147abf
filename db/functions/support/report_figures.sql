create or replace function inventory.report_figures(quantities jsonb, levels numeric, value numeric, unvalued numeric)
returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('quantities', quantities, 'levels', levels) || case when auth.in_group('cost')
        then jsonb_build_object('value', trim_scale(coalesce(value, 0)), 'unvalued', unvalued) else '{}' end
$$;
alter function inventory.report_figures(jsonb, numeric, numeric, numeric) owner to stockroom_owner;
grant execute on function inventory.report_figures(jsonb, numeric, numeric, numeric) to stockroom_viewer, stockroom_auditor;
comment on function inventory.report_figures(jsonb, numeric, numeric, numeric) is
'What a row of a stock report says; of its value only to who may see cost.';
