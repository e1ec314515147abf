create or replace function inventory.category_of(code text, field text default 'category')
returns integer
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_id integer;
    v_word text;
    v_near text;
begin
    select t.category_id into v_id from inventory.categories as t where t.code = upper(btrim(category_of.code));
    if not found then
        -- By its code, or by its name. Once: each look costs some milliseconds.
        v_word := inventory.nearest_word(btrim(category_of.code), array(select c.code from inventory.categories as c union all select c.name from inventory.categories as c));
        select n.code into v_near from inventory.categories as n where v_word in (n.code, n.name) order by n.code limit 1;
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
