create or replace function audit.key_around(instant timestamptz)
returns bigint
language sql
stable security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- by the index of times
set enable_bitmapscan = off
as $$
    select case when instant is not null and auth.may_act() then coalesce((
        select c.change_id from audit.changes as c where c.changed_at < instant order by c.changed_at desc, c.change_id desc limit 1
    ), 0) end
$$;
alter function audit.key_around(timestamptz) owner to stockroom_reader;
grant execute on function audit.key_around(timestamptz) to stockroom_auditor, stockroom_admin;
comment on function audit.key_around(timestamptz) is
'The key of the last change before an instant, 0 for none, null for no instant. Changes recorded at once may have keys in another order: look a thousand further.';
