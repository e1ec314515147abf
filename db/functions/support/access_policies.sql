create or replace function auth.access_policies(person text, asked jsonb, row_asked jsonb)
returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'policy', r.policy, 'table', asked ->> 'relation', 'command', asked ->> 'command', 'to', to_jsonb(r.roles),
        'executor', e.executor, 'applies', r.applies,
        'passes', case when r.applies and row_asked is not null and r.rule is not null then auth.row_passes(person, c.oid, r.rule, row_asked) end,
        'expression', r.expression,
        'words', case
            when r.rule is null then 'a rule of your own, which cannot be told for somebody else'
            when r.expression = 'true' then 'always, for functions that filter by themselves'
            else array_to_string(array_remove(array[
                case when r.expression ~ 'readable_(bits|ranges)' then 'the place is within a grant' end,
                case when r.expression ~ 'postable_ranges' then 'the place is within a grant, and the person is in staff' end,
                case when r.expression ~ 'grantable_ranges' then 'the place is within a manager''s grant from day to day' end,
                case when r.expression ~ 'in_group' then 'the person is in the group' end,
                case when r.expression ~ 'ancestor_ranges' then 'or above one' end,
                case when r.expression ~ 'sees_stock' then 'the person sees quantities at all' end,
                case when r.expression ~ 'signed_in\(\) AS signed_in\) IS NOT NULL' then 'the person is signed in' end,
                case when r.expression ~ 'person <> ' then 'it is about somebody else' end,
                case when r.expression ~ '(person|posted_by) = ' then 'it is the person''s own' end,
                case when r.expression ~ 'EXISTS' then 'something that belongs to it is to be seen' end
            ], null), ', ')
        end
    ) order by r.applies desc, r.policy), '[]')
    from pg_catalog.pg_class as c
    cross join lateral (
        select coalesce((
            select case when p.prosecdef then pg_get_userbyid(p.proowner) end
            from pg_catalog.pg_proc as p where p.oid = to_regproc(asked ->> 'function_name')
        ), (select r.rolname from pg_catalog.pg_roles as r where r.rolname = person)) as executor
    ) as e
    cross join lateral auth.policy_rules(c.oid, asked ->> 'command', e.executor) as r
    where c.oid = to_regclass(asked ->> 'relation') and asked ->> 'command' is not null and e.executor is not null
$$;
alter function auth.access_policies(text, jsonb, jsonb) owner to stockroom_reader;
comment on function auth.access_policies(text, jsonb, jsonb) is
'The policies of the table that an action is about, in words and as PostgreSQL has them: whether each applies to who runs it, and whether the row passes.';
