create or replace function inventory.item_changes(item jsonb, said jsonb)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    -- What is written otherwise and means the same counts as another: it is judged by the edit.
    select coalesce(jsonb_object_agg(s.key, case s.key
        when 'attributes' then case when jsonb_typeof(s.value) = 'object' then item -> 'attributes' || s.value else s.value end
        else s.value
    end), '{}')
    from jsonb_each(said - 'sku') as s
    where case
        when s.key = 'attributes' then jsonb_typeof(s.value) <> 'object' or not item -> 'attributes' @> s.value
        when s.key in ('tags', 'packs', 'barcodes') and jsonb_typeof(s.value) = 'array' then (
            select jsonb_agg(x.one order by x.one) from (
                select distinct case jsonb_typeof(e.value) when 'object' then
                    jsonb_build_array(e.value ->> 'barcode', nullif(e.value ->> 'unit', item ->> 'unit'), e.value ->> 'factor')
                else to_jsonb(case s.key when 'tags' then lower(btrim(e.value #>> '{}')) else e.value #>> '{}' end) end as one from jsonb_array_elements(s.value) as e
            ) as x
        ) is distinct from (
            select jsonb_agg(x.one order by x.one) from (
                select distinct case jsonb_typeof(e.value) when 'object' then
                    jsonb_build_array(e.value ->> 'barcode', e.value ->> 'unit', e.value ->> 'factor')
                else to_jsonb(case s.key when 'tags' then lower(btrim(e.value #>> '{}')) else e.value #>> '{}' end) end as one from jsonb_array_elements(item -> s.key) as e
            ) as x
        )
        else s.value #>> '{}' is distinct from item ->> s.key
    end
$$;
alter function inventory.item_changes(jsonb, jsonb) owner to stockroom_owner;
grant execute on function inventory.item_changes(jsonb, jsonb) to stockroom_manager;
comment on function inventory.item_changes(jsonb, jsonb) is
'What an item object says otherwise than the item is, as api.edit_item takes it; attributes are added to those it has. Empty where it is so already.';
