create or replace function inventory.search_narrow(plan jsonb, out categories integer[], out named boolean)
returns record
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
-- Each run of three letters or digits in what is looked for lies within a word of the name, so
-- the categories of such words are enough; more of them than are needed do no harm.
declare
    c_many constant integer := 2000;
    v_said text := lower(plan #>> '{any,0}');
    v_kind text := plan ->> 'kind';
    v_ids integer[];
    v_found integer[];
    v_number integer;
    v_run text;
begin
    if v_kind = 'category' then
        categories := inventory.search_below(plan);
        return;
    elsif v_kind = 'attribute' then
        -- A value is one of a field that the item's category declares, or one above it.
        v_ids := inventory.with_categories_below(array(select a.category_id from inventory.attributes as a where a.attribute = plan ->> 'key'));
        categories := case when cardinality(v_ids) <= 40 then v_ids end;
        return;
    elsif jsonb_array_length(plan -> 'any') > 1 then
        -- Of several what each one needs; not known of one, not known.
        categories := '{}';
        for v_run in select a.said from jsonb_array_elements_text(plan -> 'any') as a (said) loop
            v_ids := (inventory.search_narrow(plan || jsonb_build_object('any', jsonb_build_array(v_run)))).categories;
            categories := case when v_ids is not null then array(select unnest(categories) union select unnest(v_ids)) end;
            exit when categories is null;
        end loop;
        return;
    end if;
    if v_kind in ('text', 'name') and exists (select from inventory.item_words as w where w.word = '' and w.category_id = 0) then
        for v_run in select r.run from regexp_split_to_table(v_said, '[^[:alnum:]]+') as r (run) where r.run ~ '[[:alpha:]]' and char_length(r.run) >= 3 loop
            select array_agg(distinct n.category_id), count(*) into v_found, v_number from (
                select w.category_id from inventory.item_words as w
                where w.word like '%' || v_run || '%' limit c_many
            ) as n;
            if v_number < c_many then
                v_found := coalesce(v_found, '{}');
                v_ids := case when v_ids is null then v_found else array(select unnest(v_ids) intersect select unnest(v_found)) end;
            end if;
        end loop;
    end if;
    if v_kind in ('sku', 'text') then
        -- With the beginning itself in the statement: as a parameter no index would be asked for it.
        execute format(
            'select coalesce(array_agg(distinct n.category_id), ''{}''), count(*) from (select i.category_id from inventory.items as i where i.sku like %L limit %s) as n',
            inventory.like_text(upper(v_said)) || '%', case when v_kind = 'sku' or v_ids is not null then 10 * c_many else 1 end
        ) into v_found, v_number;
        if v_kind = 'text' then
            v_found := v_found || array(
                select i.category_id from inventory.item_barcodes as b join inventory.items as i using (item_id) where b.barcode = plan #>> '{any,0}');
            named := v_found = '{}';
        end if;
        v_ids := case when v_number < 10 * c_many and (v_kind = 'sku' or v_ids is not null) then coalesce(v_ids, '{}') || v_found end;
    end if;
    categories := case when v_ids is not null then array(select distinct u.id from unnest(v_ids) as u (id)) end;
end
$$;
alter function inventory.search_narrow(jsonb) owner to stockroom_reader;
comment on function inventory.search_narrow(jsonb) is
'Categories in which all items lie that a term finds (all of theirs need not fit), null where that is not known; named: of a free text, that it is no SKU''s beginning and no barcode. Called by inventory.search_plan() only.';
