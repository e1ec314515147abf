create or replace function auth.policy_rule(relation regclass, command text, executor name)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    -- As the server puts them together: one permissive policy is enough, each restrictive one must hold.
    select case
        when not (select c.relrowsecurity from pg_catalog.pg_class as c where c.oid = policy_rule.relation) then 'true'
        -- One that cannot be told counts for nothing: too little is said rather than too much.
        else format(
            '(%s) and (%s)',
            coalesce(string_agg(format('coalesce((%s), false)', r.rule), ' or ') filter (where r.permissive and r.applies and r.rule is not null), 'false'),
            coalesce(string_agg(format('coalesce((%s), false)', coalesce(r.rule, 'false')), ' and ') filter (where not r.permissive and r.applies), 'true')
        )
    end
    from auth.policy_rules(policy_rule.relation, policy_rule.command, policy_rule.executor) as r
$$;
alter function auth.policy_rule(regclass, text, name) owner to stockroom_reader;
comment on function auth.policy_rule(regclass, text, name) is
'The condition under which a role may use a command on a row of a table, put together from its policies, with the caller as parameters ($1 to $8 of auth.row_passes).';
