create or replace function api.claim_watches(max_rows integer default 100)
returns jsonb
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    -- Taken before they are looked at: one that fails waits its turn, as the others.
    with due as (
        select w.view_id, w.person from inventory.view_watches as w
        where w.checked_at is null or w.checked_at <= now() - interval '5 minutes'
        order by w.checked_at nulls first limit greatest(1, least(coalesce(claim_watches.max_rows, 100), 500))
        for update skip locked
    ), taken as (
        update inventory.view_watches as w set checked_at = now()
        from due as d where w.view_id = d.view_id and w.person = d.person
        returning w.view_id, w.person
    )
    select coalesce(jsonb_agg(jsonb_build_object('view', t.view_id, 'person', t.person)), '[]') from taken as t
$$;
alter function api.claim_watches(integer) owner to stockroom_keeper;
grant execute on function api.claim_watches(integer) to stockroom_worker;
comment on function api.claim_watches(integer) is
'The watched views that were not checked for five minutes, the longest first: an array of {"view", "person"} for api.check_watch(). At most 500.';
