create or replace function inventory.tags_of(item jsonb)
returns text[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    if not item ? 'tags' or item -> 'tags' = 'null' then
        return '{}';
    elsif jsonb_typeof(item -> 'tags') <> 'array' or item @? '$.tags[*] ? (@.type() != "string")' then
        raise exception using errcode = 'IN014', message = 'tags is an array of words.',
            detail = jsonb_build_object('field', 'tags')::text, hint = 'Leave it out for none.';
    end if;
    return array(select t.tag from jsonb_array_elements_text(item -> 'tags') as t (tag));
end
$$;
alter function inventory.tags_of(jsonb) owner to stockroom_owner;
grant execute on function inventory.tags_of(jsonb) to stockroom_manager;
comment on function inventory.tags_of(jsonb) is 'The tags an item object gives; none where it is silent. Raises IN014.';
