create or replace function api.list_saved_views(list text default 'items', after uuid default null, max_rows integer default 200)
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(to_jsonb(w) || jsonb_build_object('owner_name', auth.name_of(w.owner), 'own', w.owner = (select auth.signed_in()), 'watch', inventory.watch_answer(w.view))
        order by w.owner <> (select auth.signed_in()), w.name, w.view), '[]')
    from (
        select v.* from api.saved_views as v
        where v.list = list_saved_views.list and (list_saved_views.after is null or (v.owner <> (select auth.signed_in()), v.name, v.view) > (
            select k.owner <> (select auth.signed_in()), k.name, k.view from api.saved_views as k where k.view = list_saved_views.after
        ))
        order by v.owner <> (select auth.signed_in()), v.name, v.view limit greatest(1, least(coalesce(max_rows, 200), 200))
    ) as w
$$;
alter function api.list_saved_views(text, uuid, integer) owner to stockroom_owner;
grant execute on function api.list_saved_views(text, uuid, integer) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function api.list_saved_views(text, uuid, integer) is
'The saved views of a list that the caller may use, one''s own first, each by name: an array of {"view", "name", "query", "sort", "columns", "owner", "owner_name", "own", "shared_with", "pinned", "version", "watch" (how the caller watches it): {"severity", "opened_at": since when it is not empty, "found", "checked_at", "is_readable": false where the search could not be read any more} or null}. At most 200 at once; after: the last view of the array before.';
