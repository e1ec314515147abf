create or replace function inventory.changes_about(tables text[], field text, key integer, location_id integer, before bigint, max_rows integer)
returns jsonb
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
-- What managers keep they see the history of, at their places; where from, and under which login, is
-- left to the audit. Auditors see it of all places.
declare
    v_all constant boolean := auth.in_group('auditor');
    -- Of these only, whoever calls it: what managers read of them now they may read of before.
    v_open constant text[] := array(
        select o.table_name from unnest(array[
            'inventory.items', 'inventory.item_units', 'inventory.item_barcodes', 'inventory.attachments', 'inventory.lots',
            'inventory.thresholds', 'inventory.locations', 'inventory.categories', 'inventory.attributes', 'inventory.units'
        ]) as o (table_name)
        where o.table_name = any (tables)
    );
    v_bits varbit;
    v_rows jsonb;
begin
    if not auth.may_act() or not (v_all or auth.in_group('manager')) then
        return '[]';
    end if;
    v_bits := auth.readable_bits();
    with about as (
        select h.*, (coalesce(h.after, h.before) ->> 'location_id')::integer as place
        from audit.changes as h
        where changes_about.field = 'item_id' and coalesce(h.after, h.before) -> 'item_id' = to_jsonb(changes_about.key)
        union all
        select h.*, (coalesce(h.after, h.before) ->> 'location_id')::integer
        -- Table by table: their changes are few, and all that ever changed is not looked through.
        from unnest(v_open) as o (table_name)
        cross join lateral (
            select n.* from audit.changes as n
            where changes_about.field <> 'item_id' and n.table_name = o.table_name
            and coalesce(n.after, n.before) -> changes_about.field = to_jsonb(changes_about.key)
            offset 0
        ) as h
    )
    select coalesce(jsonb_agg(jsonb_build_object(
        'change', c.change_id, 'at', c.changed_at, 'person', c.person, 'person_name', p.name, 'actor', c.actor,
        'kind', k.kind, 'title', k.title, 'subject', audit.subject_of(c.table_name, coalesce(c.after, c.before)),
        'operation', c.operation, 'fields', (
            select coalesce(jsonb_agg(jsonb_build_object('field', v.label, 'before', v.was, 'after', v.became) order by v.field), '[]')
            from audit.changed_fields(c.table_name, c.before, c.after) as v
        )
    ) order by c.change_id desc), '[]') into v_rows
    from (
        select a.* from about as a
        where a.table_name = any (v_open) and a.change_id < changes_about.before
        and (changes_about.location_id is null or a.place = changes_about.location_id)
        and (v_all or a.place is null or a.place < length(v_bits) and get_bit(v_bits, a.place) = 1)
        order by a.change_id desc limit changes_about.max_rows
    ) as c
    left join auth.people as p on p.person = c.person
    left join audit.kinds() as k on k.table_name = c.table_name;
    return v_rows;
end
$$;
alter function inventory.changes_about(text[], text, integer, integer, bigint, integer) owner to stockroom_reader;
grant execute on function inventory.changes_about(text[], text, integer, integer, bigint, integer) to stockroom_manager, stockroom_auditor;
comment on function inventory.changes_about(text[], text, integer, integer, bigint, integer) is
'Changes of the rows whose field has this key, newest first, for api.history_of(): for managers at the places they see.';
