create or replace function inventory.search_quoted(value text)
returns text
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case
        when search_quoted.value ~ '^[^[:space:]":-][^[:space:]":]*$' then search_quoted.value
        else '"' || replace(replace(search_quoted.value, '\', '\\'), '"', '\"') || '"'
    end
$$;
alter function inventory.search_quoted(text) owner to stockroom_owner;
grant execute on function inventory.search_quoted(text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader, stockroom_keeper;
comment on function inventory.search_quoted(text) is
'A value as a search has it: in double quotes where it needs them.';
