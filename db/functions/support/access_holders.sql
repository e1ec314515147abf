create or replace function auth.access_holders(asked jsonb)
returns text[]
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- The least of them: where staff may, managers, who are staff, need not be named.
    with holder as (
        select g.name, ('stockroom_' || g.name)::name as role
        from unnest(auth.group_names()) as g (name)
        where case
            when asked ->> 'groups' is not null then asked -> 'groups' ? g.name
            else coalesce(has_function_privilege(('stockroom_' || g.name)::name, to_regproc(asked ->> 'function_name'), 'execute'), true)
                and coalesce(auth.may_select(('stockroom_' || g.name)::name, to_regclass(asked ->> 'view_name')), true)
                and (asked ->> 'function_name' is not null or asked ->> 'view_name' is not null or case asked ->> 'command'
                    when 'delete' then has_table_privilege(('stockroom_' || g.name)::name, to_regclass(asked ->> 'relation'), 'delete')
                    else has_any_column_privilege(('stockroom_' || g.name)::name, to_regclass(asked ->> 'relation'), asked ->> 'command')
                end)
        end
    )
    select coalesce(array_agg(h.name), '{}') from holder as h
    where not exists (select from holder as o where o.role <> h.role and pg_has_role(h.role, o.role, 'usage'))
$$;
alter function auth.access_holders(jsonb) owner to stockroom_reader;
comment on function auth.access_holders(jsonb) is
'The least groups that have what an action (a row of api.access_actions()) asks for before any place.';
