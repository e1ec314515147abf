create or replace function inventory.saved_view_answer(view_id uuid)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select to_jsonb(v) || jsonb_build_object('owner_name', auth.name_of(v.owner), 'own', v.owner = (select auth.signed_in()), 'watch', inventory.watch_answer(v.view))
    from api.saved_views as v
    where v.view = saved_view_answer.view_id
$$;
alter function inventory.saved_view_answer(uuid) owner to stockroom_owner;
grant execute on function inventory.saved_view_answer(uuid) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.saved_view_answer(uuid) is 'A saved view as a JSON object; null for one that the caller may not see.';
