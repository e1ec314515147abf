create or replace function inventory.default_answer(default_id integer)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'category', c.code, 'category_name', c.name, 'location', l.code, 'location_name', l.name, 'kind', d.kind,
        'minimum', d.minimum, 'maximum', d.maximum, 'margin', d.margin, 'severity', d.severity,
        'state', d.state, 'done', d.done, 'total', d.total, 'version', d.version, 'updated_at', d.updated_at, 'updated_by', d.updated_by,
        'updated_by_name', auth.name_of(d.updated_by),
        'can', jsonb_build_object('keep', auth.in_group('manager') and d.location_id <@ (select auth.postable_ranges()))
    )
    from inventory.threshold_defaults as d
    join inventory.categories as c using (category_id)
    join inventory.locations as l on l.location_id = d.location_id
    where d.default_id = default_answer.default_id
$$;
alter function inventory.default_answer(integer) owner to stockroom_owner;
grant execute on function inventory.default_answer(integer) to stockroom_viewer, stockroom_auditor;
comment on function inventory.default_answer(integer) is 'A default of ranges as commands and lists answer it.';
