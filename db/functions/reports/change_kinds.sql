create or replace function api.change_kinds()
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    -- Admins see no changes of ranges, lots, searches and who is told: nor are they offered.
    select jsonb_agg(jsonb_build_object('kind', k.kind, 'title', k.title) order by k.title)
    from audit.kinds() as k
    where auth.in_group('auditor') or k.table_name not in (
        'inventory.thresholds', 'inventory.threshold_defaults', 'inventory.subscriptions', 'inventory.lots',
        'inventory.saved_views', 'inventory.view_watches'
    )
$$;
alter function api.change_kinds() owner to stockroom_owner;
grant execute on function api.change_kinds() to stockroom_auditor, stockroom_admin;
comment on function api.change_kinds() is
'The kinds of changes that the audit records and the caller may see, by the words people know them by: an array of {"kind", "title"}.';
