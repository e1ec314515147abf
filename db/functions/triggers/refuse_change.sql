create or replace function inventory.refuse_change()
returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception using errcode = 'IN010',
        message = format('%s.%s is append-only: %s is refused.', tg_table_schema, tg_table_name, lower(tg_op)),
        hint = case tg_table_schema when 'audit' then 'What is recorded stays as it is.'
            else 'Correct a mistake with a reversal: api.reverse_document.' end;
end
$$;
alter function inventory.refuse_change() owner to stockroom_owner;
comment on function inventory.refuse_change() is
'Refuses every update, delete and truncate of the ledger and the audit, whoever asks, its owner and superusers included. Raises IN010.';
create or replace trigger documents_change_refused before update or delete on inventory.documents
for each row execute function inventory.refuse_change();
create or replace trigger documents_truncate_refused before truncate on inventory.documents
execute function inventory.refuse_change();
create or replace trigger movements_change_refused before update or delete on inventory.movements
for each row execute function inventory.refuse_change();
create or replace trigger movements_truncate_refused before truncate on inventory.movements
execute function inventory.refuse_change();
create or replace trigger movement_costs_change_refused before update or delete on inventory.movement_costs
for each row execute function inventory.refuse_change();
create or replace trigger movement_costs_truncate_refused before truncate on inventory.movement_costs
execute function inventory.refuse_change();
create or replace trigger changes_change_refused before update or delete on audit.changes
for each row execute function inventory.refuse_change();
create or replace trigger changes_truncate_refused before truncate on audit.changes
execute function inventory.refuse_change();
-- A flood of refusals is counted in the row that stands for it, and a year later it is forgotten.
create or replace trigger refusals_change_refused before update on audit.refusals
for each row when (new.times <= old.times or to_jsonb(new) - 'times' <> to_jsonb(old) - 'times') execute function inventory.refuse_change();
create or replace trigger refusals_delete_refused before delete on audit.refusals
for each row when (old.refused_at > now() - interval '1 year') execute function inventory.refuse_change();
create or replace trigger refusals_truncate_refused before truncate on audit.refusals
execute function inventory.refuse_change();
