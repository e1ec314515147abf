create or replace function inventory.category_of(code text, field text default 'category')
returns integer
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_id integer;
    v_near text;
begin
    select t.category_id into v_id from inventory.categories as t where t.code = upper(btrim(category_of.code));
    if not found then
        v_near := inventory.nearest_code('category', code);
        raise exception using errcode = 'IN014',
            message = case when btrim(code) <> '' then concat_ws(' ', format('No category "%s".', left(code, 60)), 'Did you mean ' || v_near || '?') else 'Choose a category.' end,
            detail = jsonb_build_object('field', field, 'value', left(code, 60))::text, hint = 'Check the code.';
    end if;
    return v_id;
end
$$;
alter function inventory.category_of(text, text) owner to stockroom_owner;
grant execute on function inventory.category_of(text, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function inventory.category_of(text, text) is 'The key of a category that the caller may see, by its code. Raises IN014, which proposes the nearest.';
