create or replace function inventory.things_said(field text, things jsonb, base text)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_agg(x.one order by x.one)
    from (
        select distinct case
            when jsonb_typeof(e.value) = 'object' then jsonb_build_array(
                btrim(e.value ->> 'barcode'), nullif(nullif(btrim(e.value ->> 'unit'), base), ''),
                case when e.value ->> 'factor' ~ '^\d{1,9}(\.\d{1,9})?$' then trim_scale((e.value ->> 'factor')::numeric)::text else e.value ->> 'factor' end
            )
            when things_said.field = 'tags' then to_jsonb(lower(btrim(e.value #>> '{}')))
            when things_said.field = 'barcodes' and jsonb_typeof(e.value) = 'string' then jsonb_build_array(btrim(e.value #>> '{}'), null, null)
            else e.value
        end as one
        from jsonb_array_elements(things) as e
    ) as x
$$;
alter function inventory.things_said(text, jsonb, text) owner to stockroom_owner;
grant execute on function inventory.things_said(text, jsonb, text) to stockroom_manager;
comment on function inventory.things_said(text, jsonb, text) is
'Tags, packs or barcodes as they would be kept, in one order: to tell whether two are the same. base: the item''s unit, which a barcode need not name.';
