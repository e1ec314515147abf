create or replace function inventory.movement_around(instant timestamptz, is_end boolean)
returns bigint
language sql
stable security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- by the index of times
as $$
    -- Of some documents beside it, since what is recorded at once has its keys in any order. Of
    -- everybody's: who sees none of them would be led past them all. It tells no more than the
    -- keys of one's own movements do.
    select case when movement_around.is_end then max(m.movement_id) + 1 else min(m.movement_id) end
    from (
        (
            select d.document_id, d.posted_at from inventory.documents as d
            where (select auth.may_act()) and movement_around.is_end and d.posted_at >= movement_around.instant order by d.posted_at, d.document_id limit 50
        )
        union all
        (
            select d.document_id, d.posted_at from inventory.documents as d
            where (select auth.may_act()) and not movement_around.is_end and d.posted_at < movement_around.instant order by d.posted_at desc, d.document_id desc limit 50
        )
    ) as d
    join inventory.movements as m on m.document_id = d.document_id and m.posted_at = d.posted_at
$$;
alter function inventory.movement_around(timestamptz, boolean) owner to stockroom_reader;
grant execute on function inventory.movement_around(timestamptz, boolean) to stockroom_viewer, stockroom_auditor;
comment on function inventory.movement_around(timestamptz, boolean) is
'A key between which and an instant no movement is left out: none from the instant on has a lower one, or (is_end) none before it a higher one. Null where there is no bound.';
