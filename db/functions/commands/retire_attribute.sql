create or replace function api.retire_attribute(category text, attribute text, version integer)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_attribute_id integer := inventory.attribute_of(category, attribute);
begin
    update inventory.attributes as a
    set retired_at = coalesce(a.retired_at, now()), version = retire_attribute.version
    where a.attribute_id = v_attribute_id;
    if not found then
        raise exception using errcode = 'IN014', message = 'No attribute that you may retire.', hint = 'Sign in as a manager.';
    end if;
    return inventory.attribute_answer(v_attribute_id);
end
$$;
alter function api.retire_attribute(text, text, integer) owner to stockroom_owner;
grant execute on function api.retire_attribute(text, text, integer) to stockroom_manager;
comment on function api.retire_attribute(text, text, integer) is
'Retires an attribute: forms, suggestions and new items are without it; items keep the values they have, and the search still finds them. Answers it as one JSON object, as api.list_attributes has it. Raises IN011 where it changed meanwhile, IN014.';
