create or replace function inventory.search_attribute(key text, declared jsonb)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- One declaration of an attribute. Equal values are found by the index on attributes; a path
-- compares by type, and is silent where a value is of another.
declare
    v_path text := '$."' || key || '"';
    v_any jsonb := coalesce(declared -> 'any', '[]');
    v_condition text;
begin
    if key !~ '^[a-z][a-z0-9_]*$' then
        return 'false';
    end if;
    v_condition := case declared ->> 'type'
        when 'number' then case when declared ->> 'low' = declared ->> 'high'
            then format('i.attributes @> %L::jsonb', jsonb_build_object(key, (declared ->> 'low')::numeric))
            else format('i.attributes @@ %L::jsonpath', concat_ws(
                ' && ',
                case when declared ->> 'low' is not null then format('%s %s %s', v_path, case when (declared ->> 'above')::boolean then '>' else '>=' end, (declared ->> 'low')::numeric) end,
                case when declared ->> 'high' is not null then format('%s %s %s', v_path, case when (declared ->> 'below')::boolean then '<' else '<=' end, (declared ->> 'high')::numeric) end
            ))
        end
        when 'date' then format('i.attributes @@ %L::jsonpath', concat_ws(
            ' && ',
            case when declared ->> 'from' is not null then format('%s >= "%s"', v_path, to_char((declared ->> 'from')::date, 'YYYY-MM-DD')) end,
            case when declared ->> 'before' is not null then format('%s < "%s"', v_path, to_char((declared ->> 'before')::date, 'YYYY-MM-DD')) end
        ))
        when 'text' then (
            select string_agg(format('i.attributes ->> %L ilike %L', key, '%' || inventory.like_text(e.value) || '%'), ' or ') from jsonb_array_elements_text(v_any) as e (value))
        else (
            select string_agg(format('i.attributes @> %L::jsonb', jsonb_build_object(
                key, case when declared ->> 'type' = 'boolean' then to_jsonb(e.value in ('yes', 'true')) else to_jsonb(e.value) end
            )), ' or ')
            from jsonb_array_elements_text(v_any) as e (value))
    end;
    if declared ? 'only' then
        return format('((%s) and i.category_id = any (%L::integer[]))', coalesce(v_condition, 'false'), inventory.with_categories_below(array[(declared ->> 'only')::integer]));
    end if;
    return '(' || coalesce(v_condition, 'false') || ')';
end
$$;
alter function inventory.search_attribute(text, jsonb) owner to stockroom_reader;
comment on function inventory.search_attribute(text, jsonb) is
'SQL of a condition on an attribute as one category declares it. Called by inventory.search_condition() only.';
