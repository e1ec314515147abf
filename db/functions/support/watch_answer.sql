create or replace function inventory.watch_answer(view_id uuid)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('severity', w.severity, 'opened_at', w.opened_at, 'found', w.found, 'checked_at', w.checked_at, 'is_readable', w.is_readable)
    from inventory.view_watches as w
    where w.view_id = watch_answer.view_id and w.person = (select auth.signed_in())
$$;
alter function inventory.watch_answer(uuid) owner to stockroom_owner;
grant execute on function inventory.watch_answer(uuid) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.watch_answer(uuid) is
'How the caller watches a saved view: severity, since when it is not empty (null while it is), how many it found when last checked, and whether it could be read; null where they do not.';
