create or replace function inventory.week_of(instant timestamptz)
returns timestamptz
language sql
immutable parallel safe
return date_bin('7 days', instant, timestamptz '2001-01-01 00:00+00');
alter function inventory.week_of(timestamptz) owner to stockroom_owner;
grant execute on function inventory.week_of(timestamptz) to stockroom_viewer, stockroom_auditor, stockroom_keeper, stockroom_reader;
comment on function inventory.week_of(timestamptz) is
'The Monday, 00:00 UTC, at or before an instant: where a week of snapshots begins.';
