create or replace function inventory.bad_attributes(category_id integer, attributes jsonb, before jsonb default null, anew boolean default true)
returns table (attribute text, expected text, message text)
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- What an item has already is not judged again: a field may have become required, or been
    -- retired, since.
    with declared as (
        select * from inventory.category_attributes(bad_attributes.category_id)
    ), given as (
        select e.key, e.value, e.value #>> '{}' as v, jsonb_typeof(e.value) as t
        from jsonb_each(case jsonb_typeof(bad_attributes.attributes) when 'object' then bad_attributes.attributes end) as e
    )
    select coalesce(d.attribute, left(g.key, 60)), coalesce(d.type, 'no such field'),
        case
            when d.attribute is null then format('"%s" is not a field of this category.', left(g.key, 60))
            when g.key is null then format('%s is required.', d.label)
            when d.retired_at is not null then format('%s is retired: a value that is there may stay or go, and no other comes.', d.label)
            when d.type = 'choice' then format('%s must be one of %s.', d.label, left(array_to_string(d.choices, ', '), 200))
            else format('%s must be a %s.', d.label, case d.type when 'boolean' then 'yes or no' else d.type end)
        end
    from declared as d
    full join given as g on g.key = d.attribute
    where (d.attribute is null and (bad_attributes.anew or g.value is distinct from bad_attributes.before -> g.key))
    or (g.key is null and d.required and d.retired_at is null and (bad_attributes.anew or bad_attributes.before ? d.attribute))
    or (d.retired_at is not null and g.value <> coalesce(bad_attributes.before -> g.key, 'null'))
    or (d.retired_at is null and g.key is not null and (bad_attributes.anew or g.value is distinct from bad_attributes.before -> g.key) and not case d.type
        when 'text' then g.t = 'string' and char_length(g.v) between 1 and 500
        when 'number' then g.t = 'number'
        when 'choice' then g.t = 'string' and g.v = any (d.choices)
        when 'date' then g.t = 'string' and g.v ~ '^\d{4}-\d{2}-\d{2}$' and pg_input_is_valid(g.v, 'date')
        else g.t = 'boolean'
    end)
    order by 1
$$;
alter function inventory.bad_attributes(integer, jsonb, jsonb, boolean) owner to stockroom_reader;
grant execute on function inventory.bad_attributes(integer, jsonb, jsonb, boolean) to stockroom_keeper, stockroom_manager;
comment on function inventory.bad_attributes(integer, jsonb, jsonb, boolean) is
'The attribute values of an item that break the declarations of its category, each with a sentence; none when all is well. before: those it had; anew: judge also what it has already, as of a new item or in another category.';
