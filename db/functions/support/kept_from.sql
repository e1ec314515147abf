create or replace function inventory.kept_from(instant timestamptz)
returns timestamptz
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- So many recategorised items can be put right one by one; the worker sums anew before there are more.
    select s.taken_at
    from (
        select k.taken_at, k.summed_to from inventory.snapshots as k
        where k.taken_at <= coalesce(kept_from.instant, 'infinity') order by k.taken_at desc limit 1
    ) as s
    where (select auth.sees_stock()) and s.summed_to is not null and (
        select count(*) from (select from inventory.recategorised_items as c where c.change_id > s.summed_to limit 2001) as n
    ) <= 2000
$$;
alter function inventory.kept_from(timestamptz) owner to stockroom_reader;
grant execute on function inventory.kept_from(timestamptz) to stockroom_viewer, stockroom_auditor;
comment on function inventory.kept_from(timestamptz) is
'The snapshot whose sums inventory.kept_stock() begins with for an instant (null: now); null where there is none, and for who sees no stock.';
