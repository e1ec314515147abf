create or replace function inventory.read_term(word jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- What a word asks for, by the kind of its key. What the caller may not see is refused here in
-- words, and once more where it is looked for.
declare
    v_value text := word ->> 'value';
    v_known record;
    v_attributes boolean;
begin
    if word ->> 'key' = 'text' then
        return jsonb_build_object('kind', 'text', 'any', jsonb_build_array(v_value));
    end if;
    select k.* into v_known from inventory.search_keys() as k
    where k.key = word ->> 'key' and (k.needs <> 'cost' or auth.in_group('cost'));
    if not found then
        return inventory.read_attribute_term(word);
    elsif v_known.needs <> '' and not (auth.in_group('viewer') or auth.in_group('auditor')) then
        perform inventory.refuse_word(word, 'Stock is hidden from you, so that counts are blind.', 'Search by name, sku, category or is.', '');
    end if;
    return jsonb_build_object('kind', v_known.kind, 'key', v_known.key) || case v_known.kind
        when 'category' then jsonb_build_object('ids', inventory.search_categories(word))
        when 'location' then jsonb_build_object('ids', inventory.search_places(word))
        when 'unit' then jsonb_build_object('any', inventory.search_choices(word, array(select u.code from inventory.units as u order by u.code), 'unit'))
        when 'status' then jsonb_build_object('any', inventory.search_choices(word, array['out', 'low', 'over', 'ok'], 'status'))
        when 'is' then jsonb_build_object('any', inventory.search_choices(word, array['active', 'retired'], 'is'))
        when 'has' then jsonb_build_object('any', inventory.search_choices(
            word, array['barcode', 'tag', 'pack', 'description'] || case when auth.in_group('viewer') or auth.in_group('auditor')
                then array['stock', 'lot', 'threshold', 'alert', 'negative'] else '{}' end, 'has'))
        when 'sort' then jsonb_build_object('any', inventory.search_choices(
            word || jsonb_build_object('value', ltrim(v_value, '-')), array['name', 'sku', 'updated', 'created', 'on_hand', 'available'], 'sort'),
            'down', v_value like '-%')
        when 'date' then inventory.read_dates(word, 'past')
        when 'expires' then inventory.read_dates(word, 'future')
        when 'quantity' then inventory.read_bounds(word, null)
        when 'bound' then inventory.read_bounds(word, null)
        when 'cost' then inventory.read_bounds(word, null)
        when 'tag' then jsonb_build_object('any', inventory.search_several(word || jsonb_build_object('value', lower(v_value))))
        else jsonb_build_object('any', inventory.search_several(word))
    end;
end
$$;
alter function inventory.read_term(jsonb) owner to stockroom_owner;
grant execute on function inventory.read_term(jsonb) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.read_term(jsonb) is
'What a word of a search asks for, as a JSON object with its kind. Raises IN012.';
