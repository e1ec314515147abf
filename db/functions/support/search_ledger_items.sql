create or replace function inventory.search_ledger_items(words jsonb)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
-- A SKU or barcode is that item; else what the search of items finds, retired ones too, of which
-- each is looked through by its own index.
declare
    c_most constant integer := 200;
    v_said text := words #>> '{0,value}';
    v_terms jsonb := (
        select jsonb_agg(jsonb_build_object(
            'key', 'text', 'value', w.word ->> 'value', 'negated', false, 'position', w.word -> 'position',
            'plan', jsonb_build_object('kind', 'text', 'any', jsonb_build_array(w.word ->> 'value'))
        )) from jsonb_array_elements(words) as w (word)
    ) || '[{"key": "is", "value": "", "negated": false, "plan": {"kind": "is", "any": ["active", "retired"]}}]';
    v_ids jsonb;
    v_more boolean;
    v_near jsonb;
    v_word jsonb;
    v_meant text;
begin
    if jsonb_array_length(words) = 1 then
        select jsonb_agg(i.item_id) into v_ids from (
            select i.item_id from inventory.items as i where i.sku = upper(btrim(v_said))
            union
            select b.item_id from inventory.item_barcodes as b where b.barcode = btrim(v_said)
        ) as i;
    end if;
    if v_ids is null then
        select to_jsonb(nullif(f.item_ids, '{}')), f.more into v_ids, v_more from inventory.search_ids(v_terms, 'name', null, c_most, null, false) as f;
    end if;
    if v_ids is null then
        v_near := inventory.near_words(v_terms);
        select w.word into v_word from jsonb_array_elements(words) as w (word) where coalesce(v_near ? (w.word ->> 'position'), true) limit 1;
        v_meant := coalesce(v_near ->> (v_word ->> 'position'), inventory.nearest_code('item', v_word ->> 'value'));
        perform inventory.refuse_word(
            v_word, format('No item has "%s" in its name, or a SKU that begins so.', left(v_word ->> 'value', 60)),
            coalesce('Did you mean ' || v_meant || '?', 'Check the spelling, or take a word away.'),
            case word_key.key when 'text' then '' else word_key.key || ':' end || inventory.search_quoted(v_meant)
        ) from (select v_word ->> 'key' as key) as word_key;
    end if;
    return jsonb_build_object('item', v_ids) || case when v_more then jsonb_build_object('of_items', jsonb_array_length(v_ids)) else '{}' end;
end
$$;
alter function inventory.search_ledger_items(jsonb) owner to stockroom_owner;
grant execute on function inventory.search_ledger_items(jsonb) to stockroom_viewer, stockroom_auditor;
comment on function inventory.search_ledger_items(jsonb) is
'The items that the words of a search over the ledger name, by SKU, barcode or name: {"item": keys, "of_items": how many these are, where more match}. Raises IN012; proposes words that are spelled alike, else the nearest SKU.';
