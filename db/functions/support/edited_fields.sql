create or replace function inventory.edited_fields(before jsonb, after jsonb)
returns jsonb
language plpgsql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('field', k.key, 'before', before -> k.key, 'after', after -> k.key) order by k.key), '[]')
        from jsonb_object_keys(before || after) as k (key)
        where before -> k.key is distinct from after -> k.key
    );
end
$$;
alter function inventory.edited_fields(jsonb, jsonb) owner to stockroom_owner;
grant execute on function inventory.edited_fields(jsonb, jsonb) to stockroom_manager;
comment on function inventory.edited_fields(jsonb, jsonb) is
'What differs between two objects: an array of {"field", "before", "after"}.';
