create or replace function inventory.row_problems(row_of regclass, said jsonb, before jsonb default null)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
-- Postgres stops at the first rule that is broken. Once one is, all are asked: the same constraints,
-- by their own expressions, of the columns that were said. What cannot be asked is not judged here.
declare
    v_said constant jsonb := case jsonb_typeof(said) when 'object' then said else '{}' end;
    v_row constant jsonb := coalesce(before, '{}') || v_said;
    v_new constant text[] := array(select s.key from jsonb_each(v_said) as s where before is null or s.value is distinct from before -> s.key);
    v_rule record;
    v_is_broken boolean;
    v_problems jsonb := '[]';
begin
    for v_rule in
        select '' as name, a.attname::text as required, array[a.attname::text] as columns, format('r.%I is null', a.attname) as is_broken, 0 as kind, a.attnum as place
        from pg_attribute as a
        where a.attrelid = row_of and a.attnotnull and a.attnum > 0 and a.attname = any (v_new)
        union all
        select
            c.conname::text, '', k.columns,
            case c.contype when 'c' then format('not (%s)', pg_get_expr(c.conbin, c.conrelid))
                else format('exists (select from %s as t where (%s) = (%s))', row_of,
                    (select string_agg(format('t.%I', n.name), ', ' order by n.place) from unnest(k.columns) with ordinality as n (name, place)),
                    (select string_agg(format('r.%I', n.name), ', ' order by n.place) from unnest(k.columns) with ordinality as n (name, place)))
            end,
            1, c.conkey[1]
        from pg_constraint as c
        cross join lateral (
            select array_agg(a.attname::text order by a.attnum) as columns from pg_attribute as a where a.attrelid = row_of and a.attnum = any (c.conkey)
        ) as k
        where c.conrelid = row_of and c.contype in ('c', 'u', 'p') and v_row ?& k.columns and v_new && k.columns
        order by place, kind, name
    loop
        begin
            execute format('select %s from jsonb_populate_record(null::%s, $1) as r', v_rule.is_broken, row_of) into v_is_broken
            using (select jsonb_object_agg(n.name, v_row -> n.name) from unnest(v_rule.columns) as n (name));
        exception when data_exception or insufficient_privilege then
            v_is_broken := false;
        end;
        if v_is_broken then
            v_problems := v_problems || inventory.problem_of('23514', '', null, null, v_rule.name, v_rule.required);
        end if;
    end loop;
    return v_problems;
end
$$;
alter function inventory.row_problems(regclass, jsonb, jsonb) owner to stockroom_owner;
grant execute on function inventory.row_problems(regclass, jsonb, jsonb) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_people, stockroom_auth, stockroom_keeper;
comment on function inventory.row_problems(regclass, jsonb, jsonb) is
'Every rule of a table (checks, uniqueness, columns that are required) that a row breaks in the columns that said has, as an array of inventory.problem_of; what the caller may not see is not known. before: the row as it is, where it is changed: what stays is not judged, and its own key is no other''s.';
