create or replace function audit.record_change()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
    v_after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
begin
    insert into audit.changes (person, database_user, address, table_name, operation, before, after)
    values (
        auth.signed_in(), session_user, inet_client_addr(),
        tg_table_schema || '.' || tg_table_name, lower(tg_op), v_before, v_after
    );
    return null;
end
$$;
alter function audit.record_change() owner to stockroom_keeper;
comment on function audit.record_change() is
'Records who changed a row, from what to what: the person, also behind the web pool.';
create or replace trigger settings_audit after insert or update or delete on inventory.settings
for each row execute function audit.record_change();
create or replace trigger units_audit after insert or update or delete on inventory.units
for each row execute function audit.record_change();
create or replace trigger categories_audit after insert or update or delete on inventory.categories
for each row execute function audit.record_change();
create or replace trigger attributes_audit after insert or update or delete on inventory.attributes
for each row execute function audit.record_change();
create or replace trigger locations_audit after insert or update or delete on inventory.locations
for each row execute function audit.record_change();
create or replace trigger items_audit after insert or update or delete on inventory.items
for each row execute function audit.record_change();
create or replace trigger item_units_audit after insert or update or delete on inventory.item_units
for each row execute function audit.record_change();
create or replace trigger lots_audit after insert or update or delete on inventory.lots
for each row execute function audit.record_change();
create or replace trigger thresholds_audit after insert or update or delete on inventory.thresholds
for each row execute function audit.record_change();
create or replace trigger subscriptions_audit after insert or update or delete on inventory.subscriptions
for each row execute function audit.record_change();
create or replace trigger people_audit after insert or update or delete on auth.people
for each row execute function audit.record_change();
create or replace trigger location_grants_audit after insert or update or delete on auth.location_grants
for each row execute function audit.record_change();
