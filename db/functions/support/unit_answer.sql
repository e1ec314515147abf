create or replace function inventory.unit_answer(code text)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('updated_by_name', auth.name_of(u.updated_by)) || to_jsonb(u) from api.units as u where u.unit = unit_answer.code
$$;
alter function inventory.unit_answer(text) owner to stockroom_owner;
grant execute on function inventory.unit_answer(text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function inventory.unit_answer(text) is 'A unit as the commands answer it: the row of api.units.';
