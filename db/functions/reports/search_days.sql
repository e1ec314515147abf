create or replace function inventory.search_days(expression text, type text, plan jsonb)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(nullif(concat_ws(
        ' and ',
        case when plan ->> 'from' is not null then format('%s >= %L', expression, case type when 'date' then (plan ->> 'from')::date::text
            else ((plan ->> 'from')::date::timestamp at time zone (plan ->> 'zone'))::text end) end,
        case when plan ->> 'before' is not null then format('%s < %L', expression, case type when 'date' then (plan ->> 'before')::date::text
            else ((plan ->> 'before')::date::timestamp at time zone (plan ->> 'zone'))::text end) end
    ), ''), 'false')
$$;
alter function inventory.search_days(text, text, jsonb) owner to stockroom_reader;
comment on function inventory.search_days(text, text, jsonb) is
'SQL of whether a date, or an instant (timestamptz), which is our own text, lies in the days of a plan. Called by inventory.search_condition() only.';
