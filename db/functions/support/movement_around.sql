create or replace function inventory.movement_around(instant timestamptz, is_end boolean)
returns bigint
language sql
stable security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- by the index of times
as $$
    -- Of some documents on both sides, since what is recorded at once has its keys in any order, and
    -- a long document's may go on beside those of later ones. Of everybody's: who sees none of them
    -- would be led past them all. By whole minutes, so that it tells nobody when others posted.
    with bound as (
        select date_trunc('minute', movement_around.instant)
            + case when movement_around.is_end and date_trunc('minute', movement_around.instant) < movement_around.instant then interval '1 minute' else interval '0' end as at
        where (select auth.may_act())
    )
    select case when movement_around.is_end then max(m.movement_id) + 1 else min(m.movement_id) end
    from (
        (
            select d.document_id, d.posted_at, true as is_after from inventory.documents as d
            where d.posted_at >= (select b.at from bound as b) order by d.posted_at, d.document_id limit 50
        )
        union all
        (
            select d.document_id, d.posted_at, false from inventory.documents as d
            where d.posted_at < (select b.at from bound as b) order by d.posted_at desc, d.document_id desc limit 50
        )
    ) as d
    join inventory.movements as m on m.document_id = d.document_id and m.posted_at = d.posted_at
    having bool_or(d.is_after = movement_around.is_end)
$$;
alter function inventory.movement_around(timestamptz, boolean) owner to stockroom_reader;
grant execute on function inventory.movement_around(timestamptz, boolean) to stockroom_viewer, stockroom_auditor;
comment on function inventory.movement_around(timestamptz, boolean) is
'A key between which and an instant no movement is left out: none from its minute on has a lower one, or (is_end) none before the end of its minute a higher one. Null where there is no bound.';
