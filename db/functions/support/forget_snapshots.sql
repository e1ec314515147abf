create or replace function inventory.forget_snapshots()
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_forgotten integer;
begin
    delete from inventory.snapshots as s
    where s.taken_at < now() - interval '27 weeks'
    and date_bin('28 days', s.taken_at, timestamptz '2001-01-01 00:00+00') <> s.taken_at;
    get diagnostics v_forgotten = row_count;
    return v_forgotten;
end
$$;
alter function inventory.forget_snapshots() owner to stockroom_keeper;
comment on function inventory.forget_snapshots() is
'Forgets the weeks between every fourth one, once they are half a year old. Answers how many.';
