create or replace function inventory.search_names()
returns table (key text, kind text, meaning text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select k.key, k.kind, k.meaning
    from inventory.search_keys() as k
    where (k.needs <> 'cost' or auth.in_group('cost')) and (k.needs = '' or auth.in_group('viewer') or auth.in_group('auditor'))
    union all
    (
        select a.attribute, 'attribute', min(a.label || coalesce(', ' || a.unit, '') || case a.type when 'boolean' then ': yes or no' else '' end)
        from inventory.attributes as a
        where a.retired_at is null
        group by a.attribute
        order by a.attribute
        limit 1000
    )
$$;
alter function inventory.search_names() owner to stockroom_owner;
grant execute on function inventory.search_names() to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.search_names() is
'The qualifiers that the caller can use, with what each means: those built in and the declared attributes.';
