create or replace function inventory.moved_spans(since timestamptz, until timestamptz)
returns table (taken_at timestamptz, moves_from timestamptz, known_to bigint, summed_to bigint)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with span as materialized (
        select s.taken_at, s.moves_from, s.known_to, s.summed_to from inventory.snapshots as s
        where s.moves_from >= moved_spans.since and s.taken_at <= moved_spans.until and s.summed_to is not null
        and isfinite(s.moves_from) -- what came before the first is in no sums
    )
    select s.* from span as s
    -- Without a gap, as when weeks between were just forgotten, and with few items to put right.
    where (select max(k.taken_at) - min(k.moves_from) = sum(k.taken_at - k.moves_from) from span as k)
    and (
        select count(*) from (
            select from inventory.recategorised_items as c where c.change_id > (select min(k.summed_to) from span as k) limit 2001
        ) as n
    ) <= 2000
$$;
alter function inventory.moved_spans(timestamptz, timestamptz) owner to stockroom_reader;
comment on function inventory.moved_spans(timestamptz, timestamptz) is
'The snapshots whose inventory.move_sums together have what moved between two instants, but for what came before the first and after the last. Called by inventory.moved_sums and inventory.moved_items only.';
