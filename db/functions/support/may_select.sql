create or replace function auth.may_select(role name, relation regclass)
returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    -- A view of ours reads as its caller: it takes every column and function beneath it as well.
    with recursive needed as (
        select 'pg_class'::regclass::oid as class_id, may_select.relation::oid as id, 0 as column_number
        union
        select d.refclassid, d.refobjid, d.refobjsubid
        from needed as n
        join pg_catalog.pg_rewrite as r on n.class_id = 'pg_class'::regclass and r.ev_class = n.id
        join pg_catalog.pg_depend as d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
        where d.refclassid in ('pg_class'::regclass, 'pg_proc'::regclass) and d.refobjid <> n.id
    )
    select coalesce(has_schema_privilege(may_select.role, c.relnamespace, 'usage'), false) and (
        select bool_and(case
            when n.class_id = 'pg_proc'::regclass then has_function_privilege(may_select.role, n.id, 'execute')
            when n.column_number = 0 then has_any_column_privilege(may_select.role, n.id, 'select')
            else has_column_privilege(may_select.role, n.id, n.column_number::smallint, 'select')
        end)
        from needed as n
    )
    from pg_catalog.pg_class as c
    where c.oid = may_select.relation
$$;
alter function auth.may_select(name, regclass) owner to stockroom_reader;
comment on function auth.may_select(name, regclass) is
'Whether a role has the privileges to select from a table or a view, and from all that the view is made of.';
