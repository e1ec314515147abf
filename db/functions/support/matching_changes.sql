create or replace function audit.matching_changes(asked jsonb, first bigint, before bigint, max_rows integer)
returns bigint[]
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- by keys, however many rows are guessed
set enable_bitmapscan = off -- in order
as $$
-- What a text is looked for in is JSON: so is the text. Branches, for "or there is none" could be
-- no index's condition.
declare
    c_text constant text := lower(substr(to_jsonb(asked ->> 'text')::text, 2, char_length(to_jsonb(asked ->> 'text')::text) - 2));
    v_ids bigint[];
begin
    if asked ->> 'person' is not null then
        select array_agg(w.change_id) into v_ids from (
            select c.change_id from audit.changes as c
            where c.person = asked ->> 'person' and c.change_id >= first and c.change_id < matching_changes.before
            and audit.is_match(c, asked, c_text)
            order by c.change_id desc limit max_rows
        ) as w;
    elsif asked ->> 'table_name' is not null then
        select array_agg(w.change_id) into v_ids from (
            select c.change_id from audit.changes as c
            where c.table_name = asked ->> 'table_name' and c.change_id >= first and c.change_id < matching_changes.before
            and audit.is_match(c, asked, c_text)
            order by c.change_id desc limit max_rows
        ) as w;
    else
        select array_agg(w.change_id) into v_ids from (
            select c.change_id from audit.changes as c
            where c.change_id >= first and c.change_id < matching_changes.before
            and audit.is_match(c, asked, c_text)
            order by c.change_id desc limit max_rows
        ) as w;
    end if;
    return v_ids;
end
$$;
alter function audit.matching_changes(jsonb, bigint, bigint, integer) owner to stockroom_owner;
grant execute on function audit.matching_changes(jsonb, bigint, bigint, integer) to stockroom_auditor, stockroom_admin;
comment on function audit.matching_changes(jsonb, bigint, bigint, integer) is
'Keys of the changes between two keys that the caller may see and asked for, newest first; null for none.';
