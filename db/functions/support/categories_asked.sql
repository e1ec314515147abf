create or replace function inventory.categories_asked(category text)
returns integer[]
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select case when category is not null then array(select inventory.categories_below(inventory.category_of(category))) end
$$;
alter function inventory.categories_asked(text) owner to stockroom_owner;
grant execute on function inventory.categories_asked(text) to stockroom_viewer, stockroom_auditor;
comment on function inventory.categories_asked(text) is
'The category of a code and all below it; null for none. Raises IN014.';
