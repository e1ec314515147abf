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
    v_days timestamptz;
    v_valued integer;
begin
    perform inventory.need_read_committed();
    perform pg_advisory_xact_lock(hashtextextended('stockroom snapshots', 0)); -- one at a time
    v_filed := inventory.file_late_movements();
    if v_filed is null then
        v_valued := inventory.keep_costs();
    end if;
    if num_nonnulls(v_filed, v_valued) = 0 then
        v_taken := inventory.take_snapshot();
    end if;
    if num_nonnulls(v_filed, v_valued, v_taken) = 0 then
        -- Where so many items went to other categories since, none was summed yet, the one before is forgotten, or the sums have no value.
        select s.taken_at into v_summed from (
            select k.*, lag(k.taken_at, 1, '-infinity') over (order by k.taken_at) as before from inventory.snapshots as k
        ) as s
        where s.summed_to is null or s.moves_from is distinct from s.before or (
            select count(*) from (select from inventory.recategorised_items as c where c.change_id > s.summed_to limit 1001) as n
        ) > 1000 or inventory.lacks_values(s.taken_at)
        order by s.taken_at desc limit 1;
        perform inventory.sum_snapshot(v_summed) where v_summed is not null;
        -- What all know is forgotten.
        delete from inventory.recategorised_items as c where c.change_id <= (select min(coalesce(s.summed_to, 0)) from inventory.snapshots as s);
    end if;
    if num_nonnulls(v_filed, v_valued, v_taken, v_summed) = 0 then
        -- One after the other, each from the one before.
        select s.taken_at into v_days from inventory.snapshots as s
        where s.settled_to is not null and s.taken_at > coalesce((select max(d.taken_at) from inventory.day_sums as d), '-infinity')
        order by s.taken_at limit 1;
        perform inventory.sum_days(v_days) where v_days is not null;
    end if;
    return jsonb_build_object(
        'filed', coalesce(v_filed, 0), 'valued', v_valued, 'taken', v_taken, 'summed', v_summed, 'days', v_days, 'forgotten', inventory.forget_snapshots(),
        'more', num_nonnulls(v_filed, v_valued, v_taken, v_summed, v_days) > 0
    );
end
$$;
alter function api.take_snapshots() owner to stockroom_keeper;
grant execute on function api.take_snapshots() to stockroom_worker;
comment on function api.take_snapshots() is
'A step of what makes reports of the past fast: files movements recorded late, values all at the latest costs, takes the stock of the next week that is over, adds up one anew, or the days before one. Answers {"filed", "valued", "taken", "summed", "days", "forgotten", "more": whether there is another step}. Run every ten minutes until there is none. Raises IN016.';
