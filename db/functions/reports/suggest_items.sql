create or replace function api.suggest_items(query text, max_rows integer default 8)
returns jsonb
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan -- the pattern decides which index helps
set enable_seqscan = off -- of a pattern that nothing matches the server expects thousands
as $$
-- Asked at each pause of typing, past row policies so that the indexes on names can be used (every
-- signed-in person reads items), and of few rows whatever is typed: those found first by each way.
declare
    v_said text := btrim(left(query, 100));
    v_limit integer := greatest(1, least(coalesce(max_rows, 8), 20));
    v_like text := replace(replace(replace(v_said, '\', '\\'), '%', '\%'), '_', '\_');
    v_exact integer;
    v_pack text; -- whose barcode it is
    v_ids integer[];
begin
    if v_said <> '' and auth.signed_in() is not null then
        select i.item_id into v_exact from inventory.items as i where i.sku = upper(v_said) and i.retired_at is null;
        if v_exact is null then
            select i.item_id, u.code into v_exact, v_pack
            from inventory.item_barcodes as b
            join inventory.items as i using (item_id)
            left join inventory.units as u on u.unit_id = b.unit_id
            where b.barcode = v_said and i.retired_at is null;
        end if;
        v_ids := array(
            select i.item_id from inventory.items as i
            where i.sku like upper(v_like) || '%' and i.retired_at is null order by i.sku limit v_limit
        );
        if cardinality(v_ids) < v_limit and char_length(v_said) >= 2 then
            -- Two letters are no piece of a word that the index could be asked for; the start of one is.
            v_ids := v_ids || array(
                select n.item_id from (
                    select i.item_id, i.name from inventory.items as i
                    where lower(i.name) like case when char_length(v_said) = 2 then '' else '%' end || lower(v_like) || '%' and i.retired_at is null
                    limit 200
                ) as n
                order by n.name ilike v_like || '%' desc, n.name ilike '% ' || v_like || '%' desc, char_length(n.name), n.name
                limit v_limit
            );
        end if;
    end if;
    return jsonb_build_object('rows', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'sku', i.sku, 'name', i.name, 'unit', u.code, 'decimals', u.decimals, 'exact', i.item_id is not distinct from v_exact,
            'pack', case when i.item_id = v_exact then v_pack end,
            'packs', (
                select coalesce(jsonb_agg(jsonb_build_object('unit', e.code, 'factor', p.factor) order by p.factor), '[]')
                from inventory.item_units as p join inventory.units as e on e.unit_id = p.unit_id where p.item_id = i.item_id
            )
        ) order by f.rank), '[]')
        from (
            select n.item_id, min(n.rank) as rank from unnest(v_exact || v_ids) with ordinality as n (item_id, rank)
            where n.item_id is not null group by n.item_id order by 2 limit v_limit
        ) as f
        join inventory.items as i using (item_id)
        join inventory.units as u using (unit_id)
    ));
end
$$;
alter function api.suggest_items(text, integer) owner to stockroom_reader;
grant execute on function api.suggest_items(text, integer) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function api.suggest_items(text, integer) is
'The items that somebody may mean who types or scans this, best first: by SKU, barcode, the SKU''s beginning, or a part of the name; no retired ones, at most 20. Answers an object: {"rows": [{"sku": SKU, "name": text, "unit": code, "decimals": number, "exact": true or false, "pack": code or null, "packs": [{"unit": code, "factor": number}]}]}; pack: the one whose barcode was scanned.';
