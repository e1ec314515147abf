create or replace function inventory.check_import_state(
    import inventory.imports, fitting text[], or_stopped boolean default true
)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- Whoever did it and is silent for a minute is gone, and what it did was rolled back with it.
begin
    if import.state = any (fitting) or (
        or_stopped and import.state in ('checking', 'importing') and import.heartbeat_at < clock_timestamp() - interval '1 minute'
    ) then
        return;
    end if;
    raise exception using errcode = 'IN025',
        message = case
            when import.state = 'done' then 'This file was imported already.'
            when import.state in ('checking', 'importing') then 'This file is being checked or imported just now.'
            else 'This file is not being checked or imported.'
        end,
        detail = jsonb_build_object('state', import.state)::text,
        hint = case when import.state = 'done' then 'Send it again to import it once more.' else 'Look at its page.' end;
end
$$;
alter function inventory.check_import_state(inventory.imports, text[], boolean) owner to stockroom_owner;
grant execute on function inventory.check_import_state(inventory.imports, text[], boolean) to stockroom_staff, stockroom_admin;
comment on function inventory.check_import_state(inventory.imports, text[], boolean) is
'Refuses what does not fit where a file''s import stands. or_stopped: one whose check or import died fits as well. Raises IN025.';
