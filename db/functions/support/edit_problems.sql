create or replace function inventory.edit_problems(changes jsonb)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
-- Each is asked by its own check; in the order of the form.
declare
    c_range constant text[] := array['location', 'minimum', 'maximum', 'severity'];
    v_field text;
    v_tags jsonb;
    v_problems jsonb := '[]';
    v_found jsonb;
begin
    if changes ? 'category' then
        v_problems := inventory.problem_with('category', changes -> 'category');
    end if;
    foreach v_field in array array['tags_add', 'tags_remove'] loop
        v_tags := coalesce(nullif(changes -> v_field, 'null'), '[]');
        v_found := inventory.problem_with('tags', v_tags);
        if v_found = '[]' and v_field = 'tags_add' then
            v_found := inventory.row_problems('inventory.items', jsonb_build_object(
                'tags', array(select distinct lower(btrim(t.tag)) from jsonb_array_elements_text(v_tags) as t (tag) order by 1)
            ));
        end if;
        select v_problems || coalesce(jsonb_agg(f.one || jsonb_build_object(
            'field', v_field, 'facts', f.one -> 'facts' || jsonb_build_object('field', v_field)
        )), '[]') into v_problems from jsonb_array_elements(v_found) as f (one);
    end loop;
    if not changes ?| c_range then
        return v_problems;
    end if;
    v_problems := v_problems || inventory.problem_with('location', coalesce(changes -> 'location', '""'));
    v_problems := v_problems || inventory.problem_with('severity', coalesce(changes -> 'severity', 'null'));
    foreach v_field in array array['minimum', 'maximum'] loop
        v_problems := v_problems || inventory.problem_with(v_field, coalesce(changes -> v_field, 'null'));
    end loop;
    if not changes ?| c_range[2:] then
        v_problems := v_problems || jsonb_build_array(inventory.problem_of(
            'IN014', 'What should its range be?', '{"field": "minimum"}', 'Give a minimum, a maximum or a severity.'
        ));
    end if;
    return v_problems;
end
$$;
alter function inventory.edit_problems(jsonb) owner to stockroom_owner;
grant execute on function inventory.edit_problems(jsonb) to stockroom_manager;
comment on function inventory.edit_problems(jsonb) is
'What is not understood of changes of api.edit_items(), or not there: an array of inventory.problem_of.';
