create or replace function inventory.bare_choices(choices text[])
returns text[]
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select nullif(array(
        select btrim(c.choice) from unnest(choices) with ordinality as c (choice, n)
        where btrim(c.choice) <> '' group by btrim(c.choice) order by min(c.n)
    ), '{}')
$$;
alter function inventory.bare_choices(text[]) owner to stockroom_owner;
grant execute on function inventory.bare_choices(text[]) to stockroom_manager, stockroom_keeper;
comment on function inventory.bare_choices(text[]) is
'Choices as they are kept: each once, trimmed, in the order they were given; null for none.';
