create or replace function inventory.refuse_broken(constraint_name text, column_name text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- Postgres' own words would name tables, and show the row to whoever may not see all of it.
declare
    v_rule record;
begin
    select b.field, b.message into v_rule from inventory.broken_rule(constraint_name, column_name) as b;
    raise exception using errcode = 'IN017', message = v_rule.message,
        detail = jsonb_build_object('field', v_rule.field, 'constraint', nullif(constraint_name, ''))::text,
        hint = 'Nothing was changed. Correct this and try again.';
end
$$;
alter function inventory.refuse_broken(text, text) owner to stockroom_owner;
grant execute on function inventory.refuse_broken(text, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_people, stockroom_auth;
comment on function inventory.refuse_broken(text, text) is
'Refuses a row that breaks a rule about itself, in a sentence. Raises IN017; DETAIL says the field and the constraint.';
