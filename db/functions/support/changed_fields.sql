create or replace function audit.changed_fields(table_name text, before jsonb, after jsonb)
returns table (field text, label text, was jsonb, became jsonb)
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
    select
        e.field, replace(regexp_replace(e.field, '_id$', ''), '_', ' '),
        audit.value_of(changed_fields.table_name, e.field, e.was), audit.value_of(changed_fields.table_name, e.field, e.became)
    from (
        select k.field, nullif(before -> k.field, 'null') as was, nullif(after -> k.field, 'null') as became
        from jsonb_object_keys(coalesce(before, '{}') || coalesce(after, '{}')) as k (field)
        -- What every change of a row counts up says nothing of this one; user-defined fields come one by one.
        where k.field not in ('version', 'updated_at', 'updated_by')
        and not (changed_fields.table_name = 'inventory.items' and k.field = 'attributes')
        union all
        select k.field, nullif(before -> 'attributes' -> k.field, 'null'), nullif(after -> 'attributes' -> k.field, 'null')
        from jsonb_object_keys(
            case when changed_fields.table_name = 'inventory.items'
                then coalesce(before -> 'attributes', '{}') || coalesce(after -> 'attributes', '{}') else '{}' end
        ) as k (field)
    ) as e
    where e.was is distinct from e.became
$$;
alter function audit.changed_fields(text, jsonb, jsonb) owner to stockroom_owner;
grant execute on function audit.changed_fields(text, jsonb, jsonb) to stockroom_auditor, stockroom_admin, stockroom_reader;
comment on function audit.changed_fields(text, jsonb, jsonb) is
'What differs between two versions of a recorded row, as people read it; an item''s own fields one by one.';
