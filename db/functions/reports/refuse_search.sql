create or replace function inventory.refuse_search(message text, hint text, place integer, length integer, term text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception using errcode = 'IN012', message = message, hint = hint,
        detail = jsonb_build_object('position', place, 'length', length, 'term', left(term, 200))::text;
end
$$;
alter function inventory.refuse_search(text, text, integer, integer, text) owner to stockroom_owner;
grant execute on function inventory.refuse_search(text, text, integer, integer, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.refuse_search(text, text, integer, integer, text) is
'Refuses a search that cannot be read. Raises IN012; DETAIL says where: {"position" from 1, "length", "term"}.';
