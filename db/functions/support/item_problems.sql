create or replace function inventory.item_problems(item jsonb, before inventory.items default null)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
-- Asked once something is refused. As items_check puts it before it is judged; of an edit only what changes.
declare
    v_is_new constant boolean := before is null;
    v_said jsonb := '{}';
    v_lookups jsonb := '[]';
    v_category_id integer;
    v_problems jsonb;
begin
    if v_is_new or item ? 'sku' then
        v_said := v_said || jsonb_build_object('sku', upper(inventory.plain_name(coalesce(item ->> 'sku', ''))));
    end if;
    if v_is_new or item ? 'name' then
        v_said := v_said || jsonb_build_object('name', inventory.plain_name(coalesce(item ->> 'name', '')));
    end if;
    v_said := v_said || jsonb_strip_nulls(jsonb_build_object('description', item -> 'description', 'attributes', item -> 'attributes'));
    if v_is_new or item ? 'category' then
        v_lookups := inventory.problem_with('category', coalesce(item -> 'category', 'null'));
    end if;
    if v_is_new or item ? 'unit' then
        v_lookups := v_lookups || inventory.problem_with('unit', coalesce(item -> 'unit', 'null'));
    end if;
    if jsonb_typeof(item -> 'tags') = 'array' and not item @? 'strict $.tags[*] ? (@.type() != "string")' then
        v_said := v_said || jsonb_build_object('tags', array(select distinct lower(btrim(t.tag)) from jsonb_array_elements_text(item -> 'tags') as t (tag) order by 1));
    end if;
    v_lookups := v_lookups || inventory.problem_with('tags', coalesce(item -> 'tags', 'null')) || inventory.problem_with('packs', coalesce(item -> 'packs', '[]'));
    select c.category_id into v_category_id from inventory.categories as c where c.code = upper(btrim(item ->> 'category'));
    v_problems := inventory.row_problems('inventory.items', v_said, to_jsonb(before)) || v_lookups || (
        select coalesce(jsonb_agg(jsonb_build_object(
            'field', 'attribute.' || a.attribute, 'code', 'IN013', 'message', a.message, 'hint', 'The fields of an item are declared by its category.'
        )), '[]')
        from inventory.bad_attributes(
            coalesce(v_category_id, before.category_id), coalesce(item -> 'attributes', before.attributes, '{}'),
            before => before.attributes, anew => v_is_new or coalesce(v_category_id <> before.category_id, false)
        ) as a
        where coalesce(v_category_id, case when not item ? 'category' then before.category_id end) is not null
    );
    return v_problems || (
        select coalesce(jsonb_agg(p.one), '[]')
        from (
            -- Who has more of them than anybody, has one fault: they come from elsewhere.
            select e.one from jsonb_array_elements(case jsonb_typeof(item -> 'barcodes') when 'array' then item -> 'barcodes' else '[]' end) as e (one) limit 50
        ) as b
        cross join lateral jsonb_array_elements(inventory.row_problems(
            'inventory.item_barcodes', jsonb_build_object('barcode', btrim(case jsonb_typeof(b.one) when 'object' then b.one ->> 'barcode' else b.one #>> '{}' end))
        )) as p (one)
        where v_is_new
    );
end
$$;
alter function inventory.item_problems(jsonb, inventory.items) owner to stockroom_owner;
grant execute on function inventory.item_problems(jsonb, inventory.items) to stockroom_manager;
comment on function inventory.item_problems(jsonb, inventory.items) is
'All that is wrong with an item as api.create_item() takes it, or with the changes of api.edit_item() to one, in the order of its form: an array of inventory.problem_of.';
