create or replace function inventory.category_of(code text)
returns integer
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_id integer;
begin
    select t.category_id into v_id from inventory.categories as t where t.code = upper(btrim(category_of.code));
    if not found then
        raise exception using errcode = 'IN014', message = case when btrim(code) <> '' then format('No category "%s".', left(code, 60)) else 'Choose a category.' end,
            detail = jsonb_build_object('field', 'category', 'value', left(code, 60))::text, hint = 'Check the code.';
    end if;
    return v_id;
end
$$;
alter function inventory.category_of(text) owner to stockroom_owner;
grant execute on function inventory.category_of(text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function inventory.category_of(text) is 'The key of a category that the caller may see, by its code. Raises IN014.';
