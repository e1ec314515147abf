create or replace function api.take_snapshots()
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_filed bigint;
    v_taken timestamptz;
    v_summed timestamptz;
begin
    perform inventory.need_read_committed();
    perform pg_advisory_xact_lock(hashtextextended('stockroom snapshots', 0)); -- one at a time
    v_filed := inventory.file_late_movements();
    if v_filed is null then
        v_taken := inventory.take_snapshot();
    end if;
    if v_filed is null and v_taken is null then
        -- Where so many items went to other categories since, none was summed yet, or the one before is forgotten.
        select s.taken_at into v_summed from (
            select k.*, lag(k.taken_at, 1, '-infinity') over (order by k.taken_at) as before from inventory.snapshots as k
        ) as s
        where s.summed_to is null or s.moves_from is distinct from s.before or (
            select count(*) from (select from inventory.recategorised_items as c where c.change_id > s.summed_to limit 1001) as n
        ) > 1000
        order by s.taken_at desc limit 1;
        perform inventory.sum_snapshot(v_summed) where v_summed is not null;
        -- What all know is forgotten.
        delete from inventory.recategorised_items as c where c.change_id <= (select min(coalesce(s.summed_to, 0)) from inventory.snapshots as s);
    end if;
    return jsonb_build_object(
        'filed', coalesce(v_filed, 0), 'taken', v_taken, 'summed', v_summed, 'forgotten', inventory.forget_snapshots(),
        'more', num_nonnulls(v_filed, v_taken, v_summed) > 0
    );
end
$$;
alter function api.take_snapshots() owner to stockroom_keeper;
grant execute on function api.take_snapshots() to stockroom_worker;
comment on function api.take_snapshots() is
'A step of what makes reports of the past fast: files movements recorded late, takes the stock of the next week that is over, or adds up one anew. Answers {"filed", "taken", "summed", "forgotten", "more": whether there is another step}. Run every ten minutes until there is none. Raises IN016.';
