create or replace function audit.window_start(person text, table_name text, before bigint, window_rows integer)
returns bigint
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- by keys, however many rows are guessed
set enable_bitmapscan = off -- in order, and no further than the window
as $$
-- Past row policies, for an admin may not see what stands between two rows and would have to
-- read through all of it. Answers a key and nothing of what it is the key of.
declare
    v_start bigint;
begin
    if not auth.may_act() then
        return null;
    elsif person is not null then
        select min(w.change_id) into v_start from (
            select c.change_id from audit.changes as c
            where c.person = window_start.person and c.change_id < window_start.before
            order by c.change_id desc limit window_rows
        ) as w;
    elsif table_name is not null then
        select min(w.change_id) into v_start from (
            select c.change_id from audit.changes as c
            where c.table_name = window_start.table_name and c.change_id < window_start.before
            order by c.change_id desc limit window_rows
        ) as w;
    else
        select min(w.change_id) into v_start from (
            select c.change_id from audit.changes as c
            where c.change_id < window_start.before
            order by c.change_id desc limit window_rows
        ) as w;
    end if;
    return v_start;
end
$$;
alter function audit.window_start(text, text, bigint, integer) owner to stockroom_reader;
grant execute on function audit.window_start(text, text, bigint, integer) to stockroom_auditor, stockroom_admin;
comment on function audit.window_start(text, text, bigint, integer) is
'The key at which a window of so many changes before a key begins, of a person or a table or of all; null where there are none.';
