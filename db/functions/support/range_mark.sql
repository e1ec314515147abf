create or replace function inventory.range_mark(updated_at timestamptz, version integer)
returns text
language sql
immutable parallel safe
-- One that is set anew counts its versions from 1 again: when it was set tells it from the one before. Of a
-- key of ours whoever sees two marks would know how many ranges were set between, also elsewhere. Begins with
-- a letter, so that no spreadsheet takes it for a number.
return coalesce('r' || left(encode(sha256(timestamptz_send(range_mark.updated_at) || int4send(range_mark.version)), 'hex'), 12), 'none');
alter function inventory.range_mark(timestamptz, integer) owner to stockroom_owner;
grant execute on function inventory.range_mark(timestamptz, integer) to stockroom_viewer, stockroom_auditor, stockroom_reporting, stockroom_backup, stockroom_keeper;
comment on function inventory.range_mark(timestamptz, integer) is
'Which range was looked at, and as what: another one once it is changed, removed, or removed and set anew; it tells nothing else. none where there is none.';
