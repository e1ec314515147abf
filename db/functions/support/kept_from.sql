create or replace function inventory.kept_from(instant timestamptz, by_category boolean default true, with_value boolean default false)
returns timestamptz
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select case
        when not (select auth.sees_stock()) then null
        when not kept_from.by_category then (
            select max(d.taken_at) from inventory.day_sums as d where d.taken_at <= coalesce(kept_from.instant, 'infinity')
        )
        -- So many recategorised items can be put right one by one; the worker sums anew before there are more.
        else (
            select s.taken_at
            from (
                select k.taken_at, k.summed_to from inventory.snapshots as k
                where k.taken_at <= coalesce(kept_from.instant, 'infinity') order by k.taken_at desc limit 1
            ) as s
            where s.summed_to is not null
            and (not kept_from.with_value or not inventory.lacks_values(s.taken_at) and exists (
                select from inventory.snapshot_progress as p where p.valued_to is not null
            )) and (
                select count(*) from (select from inventory.recategorised_items as c where c.change_id > s.summed_to limit 2001) as n
            ) <= 2000
        ) end
$$;
alter function inventory.kept_from(timestamptz, boolean, boolean) owner to stockroom_reader;
grant execute on function inventory.kept_from(timestamptz, boolean, boolean) to stockroom_viewer, stockroom_auditor;
comment on function inventory.kept_from(timestamptz, boolean, boolean) is
'The day, or (by_category) the snapshot, whose sums inventory.kept_stock() begins with for an instant (null: now); null where there is none (with_value: where it is not valued), and for who sees no stock.';
