create or replace function inventory.hold_postings()
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    -- In the order of a posting, which makes its lots before it touches the levels; ranges
    -- first, as they are written before their levels are summed. The keeper has no right over
    -- the whole tables that would let it take this lock itself.
    lock table inventory.thresholds, inventory.lots in share row exclusive mode;
    -- No level may even be held meanwhile: a posting takes its rows before it writes them.
    lock table inventory.stock_levels in exclusive mode;
end
$$;
alter function inventory.hold_postings() owner to stockroom_owner;
grant execute on function inventory.hold_postings() to stockroom_keeper;
comment on function inventory.hold_postings() is
'Waits for postings and changes of ranges under way and holds new ones until this transaction ends. Reading goes on.';
