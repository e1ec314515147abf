create or replace function api.watch_view(view uuid, severity text default 'warning')
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    c_most constant integer := 20;
    v_me text := auth.signed_in();
begin
    if v_me is null then
        raise exception using errcode = 'IN006', message = 'You are not signed in.', hint = 'Sign in first.';
    end if;
    perform inventory.check_choice('severity', coalesce(watch_view.severity, ''), array['info', 'warning', 'critical']);
    -- Each is searched for every five minutes.
    if (select count(*) from inventory.view_watches as w where w.person = v_me and w.view_id <> watch_view.view) >= c_most then
        raise exception using errcode = 'IN015', message = format('You watch %s views already.', c_most), hint = 'End another first.';
    end if;
    insert into inventory.view_watches (view_id, person, severity)
    select v.view_id, v_me, watch_view.severity from inventory.saved_views as v where v.view_id = watch_view.view
    on conflict on constraint view_watches_pkey do update set severity = excluded.severity;
    if not found then
        raise exception using errcode = 'IN014', message = 'No saved view that you may use.', hint = 'It may have been removed, or is another''s.';
    end if;
    return inventory.saved_view_answer(watch_view.view);
end
$$;
alter function api.watch_view(uuid, text) owner to stockroom_owner;
grant execute on function api.watch_view(uuid, text) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function api.watch_view(uuid, text) is
'The caller is told by e-mail when a saved view is not empty: looked at every five minutes with their own rights, told once, and again only after it was empty. severity (info, warning or critical) is what the mail says. Answers the view as one JSON object, as api.list_saved_views() has it. At most 20 views. Raises IN006, IN014, IN015.';
