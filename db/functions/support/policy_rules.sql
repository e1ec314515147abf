create or replace function auth.policy_rules(
    relation regclass, command text, executor name,
    out policy text, out roles text[], out permissive boolean, out applies boolean, out expression text, out rule text
)
returns setof record
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- PostgreSQL's own text of each policy, as the server has it now; rule is the same with the
-- identity functions replaced by parameters, so that it can be asked for somebody else ($1 the
-- person, then auth.identity_of(): $2 bits, $3 readable, $4 postable, $5 ancestors, $6 sees_stock,
-- $7 grantable, $8 only_admin). A table that a policy looks into is
-- bounded by its own policies, as the server does. A rule with anything else about the caller in
-- it is null: it cannot be told.
declare
    v_other regclass;
begin
    for policy, roles, permissive, applies, expression, v_other in
        select
            p.polname, array(select pg_get_userbyid(r.id) from unnest(p.polroles) as r (id) where r.id <> 0), p.polpermissive,
            exists (select from unnest(p.polroles) as r (id) where r.id = 0 or pg_has_role(executor, r.id, 'usage')),
            case policy_rules.command
                when 'insert' then coalesce(pg_get_expr(p.polwithcheck, p.polrelid), pg_get_expr(p.polqual, p.polrelid))
                when 'update' then concat_ws(' and ', pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
                else pg_get_expr(p.polqual, p.polrelid)
            end,
            (
                select d.refobjid::regclass from pg_catalog.pg_depend as d
                where d.classid = 'pg_policy'::regclass and d.objid = p.oid and d.refclassid = 'pg_class'::regclass
                and d.refobjid <> p.polrelid
                limit 1
            )
        from pg_catalog.pg_policy as p
        where p.polrelid = policy_rules.relation
        and p.polcmd in ('*', case policy_rules.command when 'select' then 'r' when 'insert' then 'a' when 'update' then 'w' else 'd' end::"char")
        order by p.polname
    loop
        rule := expression;
        if v_other is not null then
            rule := regexp_replace(
                rule, '\m' || replace(v_other::text, '.', '\.') || '\M( [a-z_]\w*)?',
                format('(select * from %s where %s)\1', v_other, coalesce(auth.policy_rule(v_other, 'select', executor), 'null')), 'g'
            );
        end if;
        rule := replace(replace(replace(replace(replace(replace(rule,
            'auth.signed_in()', '($1)'), 'auth.readable_bits()', '($2)'), 'auth.readable_ranges()', '($3)'),
            'auth.postable_ranges()', '($4)'), 'auth.ancestor_ranges()', '($5)'), 'auth.sees_stock()', '($6)');
        rule := replace(replace(rule, 'auth.grantable_ranges()', '($7)'), 'auth.is_only_admin()', '($8)');
        rule := replace(rule, 'auth.looks_on()', 'false'); -- oneself
        rule := regexp_replace(rule, 'auth\.in_group\(''(\w+)''::text\)', 'pg_has_role(($1)::name, ''stockroom_\1''::name, ''usage'')', 'g');
        if rule ~* '\m(auth|api|inventory|audit|local)\w*\.\w+\(|\m(current_user|session_user|current_role|current_setting)\M' then
            rule := null;
        end if;
        return next;
    end loop;
end
$$;
alter function auth.policy_rules(regclass, text, name) owner to stockroom_reader;
comment on function auth.policy_rules(regclass, text, name) is
'The policies of a table for a command (select, insert, update, delete): whether each applies to a role, its expression, and the expression with the caller as parameters.';
