create or replace function inventory.row_problems(row_of regclass, said jsonb)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
-- Postgres stops at the first rule that is broken. Once one is, all are asked: the same constraints,
-- by their own expressions, of the columns that were said. What cannot be asked is not judged here.
declare
    v_rule record;
    v_is_broken boolean;
    v_problems jsonb := '[]';
begin
    for v_rule in
        select '' as name, a.attname::text as required, format('r.%I is null', a.attname) as is_broken, 0 as kind, a.attnum as place
        from pg_attribute as a
        where a.attrelid = row_of and a.attnotnull and a.attnum > 0 and said ? a.attname::text
        union all
        select
            c.conname::text, '',
            case c.contype when 'c' then format('not (%s)', pg_get_expr(c.conbin, c.conrelid))
                else format('exists (select from %s as t where (%s) = (%s))', row_of,
                    (select string_agg(format('t.%I', a.attname), ', ' order by a.attnum) from pg_attribute as a where a.attrelid = row_of and a.attnum = any (c.conkey)),
                    (select string_agg(format('r.%I', a.attname), ', ' order by a.attnum) from pg_attribute as a where a.attrelid = row_of and a.attnum = any (c.conkey)))
            end,
            1, c.conkey[1]
        from pg_constraint as c
        where c.conrelid = row_of and c.contype in ('c', 'u', 'p')
        and not exists (select from pg_attribute as a where a.attrelid = row_of and a.attnum = any (c.conkey) and not said ? a.attname::text)
        order by place, kind, name
    loop
        begin
            execute format('select %s from jsonb_populate_record(null::%s, $1) as r', v_rule.is_broken, row_of) into v_is_broken using said;
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
alter function inventory.row_problems(regclass, jsonb) owner to stockroom_owner;
grant execute on function inventory.row_problems(regclass, jsonb) to stockroom_manager, stockroom_admin, stockroom_people, stockroom_keeper;
comment on function inventory.row_problems(regclass, jsonb) is
'Every rule of a table (checks, uniqueness, columns that are required) that a row breaks in the columns that said has, as an array of inventory.problem_of; what the caller may not see is not known.';
