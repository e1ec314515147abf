create or replace function inventory.texts_changed(attributes jsonb, said jsonb)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_object_agg(s.key, s.value), '{}')
    from jsonb_each(said) as s
    where (
        jsonb_typeof(s.value) = 'string' and jsonb_typeof(attributes -> s.key) = 'string'
        and inventory.bare_text(s.value #>> '{}') = inventory.bare_text(attributes ->> s.key)
    ) is not true
$$;
alter function inventory.texts_changed(jsonb, jsonb) owner to stockroom_owner;
grant execute on function inventory.texts_changed(jsonb, jsonb) to stockroom_manager;
comment on function inventory.texts_changed(jsonb, jsonb) is
'What is said of attributes without the texts that differ from those there are by the blanks around them alone.';
