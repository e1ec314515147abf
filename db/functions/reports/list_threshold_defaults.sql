create or replace function api.list_threshold_defaults(after text default null, max_rows integer default 500)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    with asked as (
        select greatest(1, least(coalesce(max_rows, 500), 500)) as most,
            inventory.read_cursor(list_threshold_defaults.after, array['category text', 'location text', 'kind text', 'default integer']) as place
    ), shown as (
        select t.default_id, c.name as category_name, l.name as location_name, coalesce(t.kind, '') as kind,
            row_number() over (order by c.name, l.name, coalesce(t.kind, ''), t.default_id) as n, count(*) over () as all_rows
        from inventory.threshold_defaults as t
        join inventory.categories as c using (category_id)
        join inventory.locations as l on l.location_id = t.location_id
        cross join asked as a
        where a.place is null or (c.name, l.name, coalesce(t.kind, ''), t.default_id) > (
            a.place ->> 'category', a.place ->> 'location', a.place ->> 'kind', (a.place ->> 'default')::integer
        )
        order by c.name, l.name, coalesce(t.kind, ''), t.default_id limit (select a.most + 1 from asked as a)
    )
    select jsonb_build_object(
        'rows', coalesce((
            select jsonb_agg(inventory.default_answer(s.default_id) || inventory.default_counts(s.default_id) order by s.n)
            from shown as s cross join asked as a where s.n <= a.most
        ), '[]'),
        'next', (
            select inventory.write_cursor(jsonb_build_object('category', s.category_name, 'location', s.location_name, 'kind', s.kind, 'default', s.default_id))
            from shown as s cross join asked as a where s.n = a.most and s.all_rows > a.most
        ),
        'waiting', inventory.items_waiting()
    )
$$;
alter function api.list_threshold_defaults(text, integer) owner to stockroom_owner;
grant execute on function api.list_threshold_defaults(text, integer) to stockroom_viewer, stockroom_auditor;
comment on function api.list_threshold_defaults(text, integer) is
'The defaults of ranges at places the caller sees, by category and place, to 500 at once: {"rows": as api.set_threshold_default answers them, "next", "waiting": {"total", "done": how many items of large imports the worker gives their ranges, and has}}. after: the page before''s next. Raises IN014.';
