create or replace function audit.time_of(change_id bigint)
returns timestamptz
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select c.changed_at from audit.changes as c where c.change_id = time_of.change_id and (select auth.may_act())
$$;
alter function audit.time_of(bigint) owner to stockroom_reader;
grant execute on function audit.time_of(bigint) to stockroom_auditor, stockroom_admin;
comment on function audit.time_of(bigint) is 'When a change was recorded, also one that the caller may not see: how far a search has gone.';
