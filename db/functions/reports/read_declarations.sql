create or replace function inventory.read_declarations(word jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- Each declaration by itself; what one cannot read another may, so that nothing is proposed yet.
declare
    v_key text := word ->> 'key';
    v_several boolean := (select count(distinct (a.type, a.unit, a.choices)) > 1 from inventory.attributes as a where a.attribute = word ->> 'key');
    v_one record;
    v_plans jsonb := '[]';
    v_said text;
    v_hint text;
    v_detail text;
begin
    for v_one in select a.* from inventory.attributes as a where a.attribute = v_key order by a.attribute_id loop
        begin
            v_plans := v_plans || (jsonb_build_object('type', v_one.type) || case v_one.type
                when 'number' then inventory.read_bounds(word - 'reads', v_one.unit)
                when 'date' then inventory.read_dates(word - 'reads', '')
                when 'choice' then jsonb_build_object('any', inventory.search_choices(word - 'reads', v_one.choices, v_key))
                when 'boolean' then jsonb_build_object('any', inventory.search_choices(word - 'reads', array['yes', 'no', 'true', 'false'], v_key))
                else jsonb_build_object('any', inventory.search_several(word - 'reads'))
            end || case when v_several then jsonb_build_object('only', v_one.category_id) else '{}' end);
        exception when sqlstate 'IN012' then
            get stacked diagnostics v_said = message_text, v_hint = pg_exception_hint, v_detail = pg_exception_detail;
        end;
    end loop;
    return jsonb_build_object('declared', v_plans, 'message', v_said, 'hint', v_hint, 'detail', v_detail);
end
$$;
alter function inventory.read_declarations(jsonb) owner to stockroom_owner;
grant execute on function inventory.read_declarations(jsonb) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.read_declarations(jsonb) is
'What a word asks of an attribute as each category declares it: {"declared": array, "message", "hint", "detail" (of the last declaration that cannot read it)}.';
