create or replace function inventory.problem_of(
    state text, message text, detail text, hint text, constraint_name text default '', column_name text default ''
)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
select jsonb_build_object(
    'field', case
        when s.is_rule then b.field
        else coalesce(s.facts ->> 'field', 'attribute.' || (s.facts ->> 'attribute'), case problem_of.state when 'IN012' then 'query' end, '')
    end,
    'code', case when s.is_rule then 'IN017' else problem_of.state end,
    'message', case when s.is_rule then b.message else problem_of.message end,
    'hint', case when s.is_rule then 'Nothing was changed. Correct this and try again.' else problem_of.hint end,
    'facts', case
        when s.is_rule then jsonb_build_object('field', b.field, 'constraint', nullif(problem_of.constraint_name, ''))
        else s.facts
    end
)
from (
    select problem_of.state like '23%' as is_rule, case when problem_of.detail like '{%' then problem_of.detail::jsonb end as facts
) as s
cross join inventory.broken_rule(problem_of.constraint_name, problem_of.column_name) as b
$$;
alter function inventory.problem_of(text, text, text, text, text, text) owner to stockroom_owner;
grant execute on function inventory.problem_of(text, text, text, text, text, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_people, stockroom_auth, stockroom_keeper;
comment on function inventory.problem_of(text, text, text, text, text, text) is
'A refusal as one of several: {"field", "code", "message", "hint", "facts": its DETAIL}; of a broken rule of a row the sentence.';
