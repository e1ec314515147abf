create or replace function inventory.saved_view_row(said jsonb)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_object_agg(s.key, case s.key
        when 'name' then to_jsonb(btrim(coalesce(s.value #>> '{}', '')))
        when 'shared_with' then coalesce(to_jsonb(nullif(s.value #>> '{}', '')), 'null')
        else s.value
    end), '{}')
    from jsonb_each(case jsonb_typeof(said) when 'object' then said else '{}' end) as s
    where s.key in ('name', 'query', 'sort', 'columns', 'shared_with', 'pinned')
$$;
alter function inventory.saved_view_row(jsonb) owner to stockroom_owner;
grant execute on function inventory.saved_view_row(jsonb) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.saved_view_row(jsonb) is 'What api.create_saved_view() was given, as columns of inventory.saved_views.';
