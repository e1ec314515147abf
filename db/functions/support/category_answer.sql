create or replace function inventory.category_answer(code text)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('updated_by_name', auth.name_of(c.updated_by)) || to_jsonb(c) from api.categories as c where c.category = category_answer.code
$$;
alter function inventory.category_answer(text) owner to stockroom_owner;
grant execute on function inventory.category_answer(text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function inventory.category_answer(text) is 'A category as the commands answer it: the row of api.categories.';
