create or replace function api.take_snapshots()
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_filed bigint;
    v_taken timestamptz;
begin
    perform inventory.need_read_committed();
    perform pg_advisory_xact_lock(hashtextextended('stockroom snapshots', 0)); -- one at a time
    v_filed := inventory.file_late_movements();
    if v_filed is null then
        v_taken := inventory.take_snapshot();
    end if;
    return jsonb_build_object(
        'filed', coalesce(v_filed, 0), 'taken', v_taken, 'forgotten', inventory.forget_snapshots(),
        'more', v_filed is not null or v_taken is not null
    );
end
$$;
alter function api.take_snapshots() owner to stockroom_keeper;
grant execute on function api.take_snapshots() to stockroom_worker;
comment on function api.take_snapshots() is
'A step of what makes reports of the past fast: files movements recorded late, or takes the stock of the next week that is over. Answers {"filed", "taken", "forgotten", "more": whether there is another step}. Run every ten minutes until there is none. Raises IN016.';
