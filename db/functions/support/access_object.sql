create or replace function auth.access_object(scope text, kind text, key text, is_cost boolean)
returns jsonb
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
-- What is hidden from who asks and what does not exist take the same way and time: one look-up,
-- one judgement, null.
declare
    v_asker text := auth.signed_in();
    v_table regclass := case kind when 'location' then 'inventory.locations' when 'item' then 'inventory.items'
        when 'document' then 'inventory.documents' when 'person' then 'auth.people' end;
    v_row jsonb;
    v_name text;
    v_seen boolean;
begin
    case kind
        when 'location' then
            select to_jsonb(l), l.name into v_row, v_name from inventory.locations as l where l.code = upper(btrim(access_object.key));
        when 'item' then
            -- With its cost: that table's rule looks at it.
            select to_jsonb(i) || coalesce(to_jsonb(k), '{}'), i.name into v_row, v_name
            from inventory.items as i
            left join inventory.item_costs as k using (item_id)
            where i.sku = upper(btrim(access_object.key));
        when 'document' then
            select to_jsonb(d), coalesce(nullif(d.reference, ''), left(d.document_id::text, 8)) into v_row, v_name
            from inventory.documents as d
            where d.document_id = (case when pg_input_is_valid(access_object.key, 'uuid') then access_object.key end)::uuid;
        when 'person' then
            select jsonb_build_object('person', p.person), p.name into v_row, v_name
            from auth.people as p where p.person = access_object.key;
        else
            return null;
    end case;
    v_seen := v_asker is null or (
        has_any_column_privilege(v_asker, v_table, 'select')
        and auth.row_passes(v_asker, v_table, auth.policy_rule(v_table, 'select', v_asker), coalesce(v_row, '{}'))
    );
    -- About others a manager asks for their own places: beyond, the answer would tell who holds what there.
    if scope = 'places' then
        v_seen := v_seen and case kind
            when 'location' then coalesce((v_row ->> 'location_id')::integer <@ auth.postable_ranges(), false)
            when 'document' then coalesce((v_row ->> 'places')::int4multirange <@ auth.postable_ranges(), false)
            else not is_cost
        end;
    end if;
    return case when v_seen and v_row is not null then jsonb_build_object('kind', kind, 'name', v_name, 'row', v_row) end;
end
$$;
alter function auth.access_object(text, text, text, boolean) owner to stockroom_reader;
comment on function auth.access_object(text, text, text, boolean) is
'The row that a question of rights is about, with its name; null where there is none or the caller may not see it. scope: of auth.access_scope().';
