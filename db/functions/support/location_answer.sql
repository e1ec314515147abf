create or replace function inventory.location_answer(code text)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('updated_by_name', auth.name_of(l.updated_by)) || to_jsonb(l) from api.locations as l where l.location = location_answer.code
$$;
alter function inventory.location_answer(text) owner to stockroom_owner;
grant execute on function inventory.location_answer(text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function inventory.location_answer(text) is 'A place as the commands answer it: the row of api.locations; null where the caller sees none.';
