create or replace function inventory.rewritten_lines(lines jsonb, as_text boolean)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_agg(
        case when jsonb_typeof(l.line) = 'object' then l.line || coalesce((
            select jsonb_object_agg(n.key, case when as_text then to_jsonb(n.value::text) else to_jsonb(n.value) end)
            from (
                select s.key, inventory.read_number(s.value) as value
                from jsonb_each_text(l.line) as s where s.key in ('quantity', 'unit_cost')
            ) as n
            where n.value is not null
        ), '{}') else l.line end
        order by l.place
    )
    from jsonb_array_elements(lines) with ordinality as l (line, place)
$$;
alter function inventory.rewritten_lines(jsonb, boolean) owner to stockroom_writer;
comment on function inventory.rewritten_lines(jsonb, boolean) is
'The same lines with all their numbers as texts, or as numbers: a client that sends a document again may write them otherwise.';
