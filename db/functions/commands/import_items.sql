create or replace function api.import_items(rows jsonb)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
-- A table that grows by a thousandfold within the transaction is still planned as the small
-- one it was: without enable_seqscan = off each row would be looked for in all before it.
-- Each row in a subtransaction of its own, so that every bad row is found, not the first
-- alone; and a bad one again without what is wrong of it, for what else is wrong, which is taken
-- back: of the first hundred of a file, which is a transaction, as each costs as much as nine good
-- ones. Whoever calls rolls back when the answer is not empty.
declare
    c_fields constant text[] := array['sku', 'name', 'description', 'category', 'unit', 'attributes', 'tags', 'packs', 'barcodes'];
    c_told constant integer := 100;
    v_row record;
    v_item record;
    v_try jsonb;
    v_said jsonb;
    v_wrong text[];
    v_refused jsonb := '[]';
    v_told integer := coalesce(nullif(current_setting('stockroom.told_rows', true), '')::integer, 0); -- 0 once it committed
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    perform inventory.check_rows(rows);
    for v_row in
        select e.value as item, e.number::integer as number,
            min(e.number) over (partition by upper(inventory.plain_name(e.value ->> 'sku')))::integer as first
        from jsonb_array_elements(rows) with ordinality as e (value, number) order by e.number
    loop
        if v_row.first < v_row.number and v_row.item ->> 'sku' <> '' then
            v_refused := v_refused || inventory.twin_refusal(v_row.number, v_row.first, 'sku');
            continue;
        end if;
        v_try := v_row.item;
        v_wrong := '{}';
        loop
            begin
                perform inventory.check_item_keys(v_try);
                v_said := inventory.item_of_cells(v_try);
                select i.item_id, i.sku, i.version, i.updated_at into v_item
                from inventory.items as i
                where i.sku = upper(inventory.plain_name(v_said ->> 'sku'));
                if found then
                    v_said := inventory.item_changes(inventory.item_said(v_item.item_id), v_said);
                    if v_said <> '{}' and v_item.updated_at >= now() then
                        raise exception using errcode = 'IN011', message = 'was edited a moment ago', hint = 'Import it again.';
                    elsif v_said <> '{}' then
                        perform inventory.change_item(sku => v_item.sku, version => v_item.version, changes => v_said);
                    end if;
                else
                    perform inventory.add_item(item => v_said);
                end if;
                exit when v_wrong = '{}';
                raise assert_failure;
            exception
                when assert_failure then
                    exit;
                when integrity_constraint_violation or data_exception or insufficient_privilege or sqlstate 'IN011'
                or sqlstate 'IN012' or sqlstate 'IN013' or sqlstate 'IN014' or sqlstate 'IN015' or sqlstate 'IN017' then
                    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail,
                        v_hint = pg_exception_hint, v_constraint = constraint_name, v_column = column_name;
                    v_said := inventory.row_refusal(
                        v_row.number, c_fields, sqlstate, v_message, v_detail, v_hint, v_constraint, v_column
                    );
                    if sqlstate like '23%' then
                        v_said := v_said || (inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column) - 'field' - 'hint' - 'facts');
                    end if;
                    exit when v_said ->> 'field' = any (v_wrong);
                    v_refused := v_refused || v_said;
                    v_wrong := v_wrong || (v_said ->> 'field');
                    exit when v_said ->> 'field' = 'sku' or cardinality(v_wrong) > 8 or v_told >= c_told;
                    v_try := inventory.without_field(v_try, v_said ->> 'field');
            end;
        end loop;
        v_told := v_told + (v_wrong <> '{}')::integer;
    end loop;
    perform set_config('stockroom.told_rows', v_told::text, true);
    return v_refused;
end
$$;
alter function api.import_items(jsonb) owner to stockroom_owner;
grant execute on function api.import_items(jsonb) to stockroom_manager;
comment on function api.import_items(jsonb) is
'Creates or edits many items (rows as in api.create_item; a field left out stays, attributes are added to, tags, packs and barcodes replaced: these may be texts, "red, new", "case=12; pallet=480", "4006381333931; 123 (case)"; none twice). An item that is so already is not touched. Answers what is refused, of the first hundred bad rows of a transaction each mistake, of others the first, as a JSON array of {"row", "field", "code", "message", "hint"}; roll back when it is not empty. Raises IN004 for more than 20,000 rows, IN016.';
