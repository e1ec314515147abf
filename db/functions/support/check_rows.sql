create or replace function inventory.check_rows(rows jsonb)
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
-- Many more would run into the time limit of whoever sends them, and be lost after a minute.
begin
    if jsonb_typeof(rows) is distinct from 'array' then
        raise exception using errcode = 'IN004', message = 'What is imported is no JSON array of rows.', hint = 'rows is an array of objects.';
    elsif jsonb_array_length(rows) > 20000 then
        raise exception using errcode = 'IN004', message = 'At most 20,000 rows are imported at once.',
            detail = jsonb_build_object('rows', jsonb_array_length(rows))::text, hint = 'Send them in parts, within one transaction.';
    end if;
end
$$;
alter function inventory.check_rows(jsonb) owner to stockroom_owner;
grant execute on function inventory.check_rows(jsonb) to stockroom_staff, stockroom_admin;
comment on function inventory.check_rows(jsonb) is 'Refuses what is no array of at most 20,000 rows. Raises IN004.';
