create or replace function api.list_units(after text default null, max_rows integer default 500)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    with asked as (
        select greatest(1, least(coalesce(max_rows, 500), 500)) as most,
            inventory.read_cursor(list_units.after, array['unit text']) ->> 'unit' as place
    ), shown as (
        select u.*, u.unit as place from api.units as u cross join asked as a
        where a.place is null or u.unit > a.place
        order by u.unit limit (select k.most + 1 from asked as k)
    ), listed as (
        select to_jsonb(s) - 'place' || jsonb_build_object('updated_by_name', auth.name_of(s.updated_by)) as one, s.place, row_number() over (order by s.place) as n, count(*) over () as all_rows from shown as s
    )
    select jsonb_build_object(
        'rows', coalesce(jsonb_agg(l.one order by l.n) filter (where l.n <= a.most), '[]'),
        'next', max(inventory.write_cursor(jsonb_build_object('unit', l.place))) filter (where l.n = a.most and l.all_rows > a.most)
    )
    from listed as l cross join asked as a
$$;
alter function api.list_units(text, integer) owner to stockroom_owner;
grant execute on function api.list_units(text, integer) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function api.list_units(text, integer) is
'A page of the units, by their codes: {"rows": as api.units has them, "next"}; after: the page before''s next. Raises IN014.';
