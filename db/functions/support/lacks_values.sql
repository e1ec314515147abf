create or replace function inventory.lacks_values(taken_at timestamptz)
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- The release before adds up snapshots without a value, also on this schema: after a deploy that was taken back.
    select exists (
        select from inventory.stock_sums as s where s.taken_at = lacks_values.taken_at
        and not exists (select from inventory.stock_values as v where v.taken_at = s.taken_at and v.location_id = s.location_id)
    )
$$;
alter function inventory.lacks_values(timestamptz) owner to stockroom_reader;
grant execute on function inventory.lacks_values(timestamptz) to stockroom_keeper;
comment on function inventory.lacks_values(timestamptz) is
'Whether a snapshot has sums whose value is not kept, so that nobody may read its values. Called by inventory.kept_from and api.take_snapshots.';
