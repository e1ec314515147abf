create or replace function auth.row_passes(person text, relation regclass, rule text, row_asked jsonb)
returns boolean
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
-- The rule is PostgreSQL's own text of policies, by auth.policy_rules; names and values of people
-- come as parameters only.
declare
    v_name text := (select c.relname from pg_catalog.pg_class as c where c.oid = row_passes.relation);
    v_identity record := auth.identity_of(person);
    v_passes boolean;
begin
    execute format('select coalesce((select (%s) from jsonb_populate_record(null::%s, $9) as %I), false)', rule, relation, v_name)
    into v_passes
    using person, v_identity.bits, v_identity.readable, v_identity.postable, v_identity.ancestors, v_identity.sees_stock,
        v_identity.grantable, v_identity.only_admin, row_asked;
    return v_passes;
end
$$;
alter function auth.row_passes(text, regclass, text, jsonb) owner to stockroom_reader;
comment on function auth.row_passes(text, regclass, text, jsonb) is
'Whether a row, given by the columns that matter, passes a rule of auth.policy_rule() for a person, signed in or not.';
