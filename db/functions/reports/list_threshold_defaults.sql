create or replace function api.list_threshold_defaults()
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('rows', coalesce(jsonb_agg(
        inventory.default_answer(d.default_id) || inventory.default_counts(d.default_id) order by d.category_name, d.location_name, d.kind nulls first
    ), '[]'))
    from (
        select t.default_id, c.name as category_name, l.name as location_name, t.kind
        from inventory.threshold_defaults as t
        join inventory.categories as c using (category_id)
        join inventory.locations as l on l.location_id = t.location_id
        order by c.name, l.name, t.kind nulls first limit 500
    ) as d
$$;
alter function api.list_threshold_defaults() owner to stockroom_owner;
grant execute on function api.list_threshold_defaults() to stockroom_viewer, stockroom_auditor;
comment on function api.list_threshold_defaults() is
'The defaults of ranges at places the caller sees, to 500: {"rows": as api.set_threshold_default answers them}.';
