create or replace function audit.is_match(change audit.changes, asked jsonb, text_as_json text)
returns boolean
language sql
stable parallel safe
-- Inlined into the query that asks it, for each row it reads.
return (asked ->> 'person' is null or change.person = asked ->> 'person')
and (asked ->> 'actor' is null or change.actor = asked ->> 'actor' or change.database_user = asked ->> 'actor')
and (asked ->> 'table_name' is null or change.table_name = asked ->> 'table_name')
and (asked ->> 'operation' is null or change.operation = asked ->> 'operation')
and (asked ->> 'address' is null or host(change.address) = asked ->> 'address')
and (asked ->> 'since' is null or change.changed_at >= (asked ->> 'since')::timestamptz)
and (asked ->> 'until' is null or change.changed_at < (asked ->> 'until')::timestamptz)
and (text_as_json is null or strpos(lower(concat_ws(' ', change.before, change.after)), text_as_json) > 0);
alter function audit.is_match(audit.changes, jsonb, text) owner to stockroom_owner;
grant execute on function audit.is_match(audit.changes, jsonb, text) to stockroom_auditor, stockroom_admin;
comment on function audit.is_match(audit.changes, jsonb, text) is
'Whether a change is one of those asked for; asked as api.list_changes() reads it, the text as JSON holds it, in small letters.';
