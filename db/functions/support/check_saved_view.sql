create or replace function inventory.check_saved_view(said jsonb)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    perform inventory.check_keys(said => said, known => array['name', 'query', 'sort', 'columns', 'shared_with', 'pinned'], nested => array['columns']);
    perform inventory.check_kinds(said => said, kinds => '{"pinned": "boolean", "columns": "texts?"}');
    if nullif(said ->> 'shared_with', '') is not null and not auth.in_group('manager') then
        raise exception using errcode = '42501', message = 'Only managers share views.', hint = 'Save it for yourself, or ask a manager.';
    end if;
    -- A search that cannot be read is refused now, and not each time somebody opens the view.
    perform inventory.read_search(coalesce(said ->> 'query', ''));
end
$$;
alter function inventory.check_saved_view(jsonb) owner to stockroom_owner;
grant execute on function inventory.check_saved_view(jsonb) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.check_saved_view(jsonb) is
'Refuses what is no saved view, a search that cannot be read, and sharing by whoever may not. Raises IN012, IN014, IN017; DETAIL says the field.';
