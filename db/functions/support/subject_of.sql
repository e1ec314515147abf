create or replace function audit.subject_of(table_name text, content jsonb)
returns text
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select concat_ws(
        ' at ',
        nullif(concat_ws(
            ' ',
            case when not content ? 'sku' then audit.value_of(table_name, 'item_id', content -> 'item_id') #>> '{}' end,
            case when table_name = 'inventory.item_units' then audit.value_of(table_name, 'unit_id', content -> 'unit_id') #>> '{}' end,
            case when table_name in ('inventory.attributes', 'inventory.threshold_defaults') then audit.value_of(table_name, 'category_id', content -> 'category_id') #>> '{}' end,
            coalesce(
                content ->> 'sku', content ->> 'code', content ->> 'barcode', content ->> 'attribute', content ->> 'person', content ->> 'group_name',
                content ->> 'company'
            ),
            case when table_name in ('auth.sessions', 'auth.devices') then coalesce(nullif(content ->> 'label', ''), content ->> 'name', content ->> 'kind') end
        ), ''),
        case when table_name <> 'inventory.locations' then audit.value_of(table_name, 'location_id', content -> 'location_id') #>> '{}' end
    )
$$;
alter function audit.subject_of(text, jsonb) owner to stockroom_owner;
grant execute on function audit.subject_of(text, jsonb) to stockroom_auditor, stockroom_admin, stockroom_reader;
comment on function audit.subject_of(text, jsonb) is
'What a recorded row is about, in a few words: a SKU, a code, a person, and where.';
