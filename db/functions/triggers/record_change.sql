create or replace function audit.record_change()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
-- What a trigger is given: columns whose values are never written down, as '{token_hash}', and
-- columns whose change alone is nothing to record, such as the time of last use.
declare
    c_secret constant text[] := coalesce(tg_argv[0], '{}');
    c_quiet constant text[] := coalesce(tg_argv[1], '{}');
    v_before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
    v_after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
    v_replaced jsonb := '{}';
begin
    if tg_op = 'UPDATE' and v_before - c_quiet = v_after - c_quiet then
        return null;
    elsif tg_op = 'UPDATE' and c_secret <> '{}' then
        -- That a secret was replaced is told, what it was and is are not.
        select coalesce(jsonb_object_agg(s.column_name, 'replaced'), '{}') into v_replaced
        from unnest(c_secret) as s (column_name)
        where v_before -> s.column_name is distinct from v_after -> s.column_name;
    end if;
    insert into audit.changes (person, actor, session_id, address, database_user, table_name, operation, before, after)
    select
        a.person, a.actor, a.session_id, a.address, session_user, tg_table_schema || '.' || tg_table_name, lower(tg_op),
        v_before - c_secret, v_after - c_secret || v_replaced
    from auth.acting() as a;
    return null;
end
$$;
alter function audit.record_change() owner to stockroom_keeper;
comment on function audit.record_change() is
'Records who changed a row, from what to what: the person, also behind the web pool, and where from. Its trigger names the columns it leaves out and those whose change alone is not recorded.';
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
create or replace trigger item_barcodes_audit after insert or update or delete on inventory.item_barcodes
for each row execute function audit.record_change();
create or replace trigger attachments_audit after insert or update or delete on inventory.attachments
for each row execute function audit.record_change('{content,thumbnail,preview,sha256}');
create or replace trigger lots_audit after insert or update or delete on inventory.lots
for each row execute function audit.record_change();
create or replace trigger thresholds_audit after insert or update or delete on inventory.thresholds
for each row execute function audit.record_change();
create or replace trigger threshold_defaults_audit after insert or update or delete on inventory.threshold_defaults
for each row execute function audit.record_change('{}', '{state,next_item_id,done,total}');
create or replace trigger saved_views_audit after insert or update or delete on inventory.saved_views
for each row execute function audit.record_change();
-- What the worker finds is no change of somebody's.
create or replace trigger view_watches_audit after insert or update or delete on inventory.view_watches
for each row execute function audit.record_change('{}', '{opened_at,found,checked_at}');
create or replace trigger subscriptions_audit after insert or update or delete on inventory.subscriptions
for each row execute function audit.record_change();
create or replace trigger location_grants_audit after insert or update or delete on auth.location_grants
for each row execute function audit.record_change();
create or replace trigger break_glass_grants_audit after insert or update or delete on auth.break_glass_grants
for each row execute function audit.record_change();
-- What api.record_role_changes() finds in the catalogue it records itself: nobody here made it.
create or replace trigger people_audit after insert or delete on auth.people
for each row execute function audit.record_change();
create or replace trigger people_update_audit after update on auth.people
for each row when (old.found_at is not distinct from new.found_at) execute function audit.record_change();
create or replace trigger invitations_audit after insert or update or delete on auth.invitations
for each row execute function audit.record_change('{token_hash,password_mark}');
create or replace trigger devices_audit after insert or update or delete on auth.devices
for each row execute function audit.record_change('{secret_hash,pin_hash,password_mark}', '{failures,last_used_at}');
create or replace trigger second_factors_audit after insert or update or delete on auth.second_factors
for each row execute function audit.record_change('{secret}', '{last_step}');
create or replace trigger recovery_codes_audit after insert or update or delete on auth.recovery_codes
for each row execute function audit.record_change('{code_hash}');
create or replace trigger sessions_audit after insert or update on auth.sessions
for each row execute function audit.record_change('{token_hash,password_mark}', '{last_seen_at}');
-- A session that is forgotten long after its end ends nothing.
create or replace trigger sessions_delete_audit after delete on auth.sessions
for each row when (old.expires_at > now()) execute function audit.record_change('{token_hash,password_mark}');
