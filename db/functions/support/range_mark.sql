create or replace function inventory.range_mark(threshold_id integer, version integer)
returns text
language sql
immutable parallel safe
-- One that is set anew counts its versions from 1 again: its own key tells it from the one before.
return coalesce(range_mark.threshold_id || '.' || range_mark.version, 'none');
alter function inventory.range_mark(integer, integer) owner to stockroom_owner;
grant execute on function inventory.range_mark(integer, integer) to stockroom_viewer, stockroom_auditor, stockroom_reporting, stockroom_backup;
comment on function inventory.range_mark(integer, integer) is
'Which range was looked at, and as what: another one once it is changed, removed, or removed and set anew. none where there is none.';
