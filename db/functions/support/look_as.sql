create or replace function inventory.look_as(person text, view_id uuid, max_rows integer)
returns table (counted integer, exact boolean, items jsonb)
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- A view that is not theirs to use, and a search that they could not read, find nothing that is known.
declare
    v_terms jsonb;
    v_found record;
begin
    if not auth.is_active(look_as.person) then
        return;
    end if;
    perform auth.begin_evaluation(look_as.person);
    begin
        -- Found, not put in order: of many there is none by quantity.
        select inventory.unsorted_terms(inventory.read_search(v.query)) into v_terms
        from inventory.saved_views as v
        where v.view_id = look_as.view_id and (v.owner = look_as.person or auth.in_group(v.shared_with));
        -- A place that is hidden from them is no place, as on their own page.
        if v_terms is not null and (auth.in_group('auditor') or not exists (
            select from jsonb_array_elements(v_terms) as t (term)
            cross join jsonb_array_elements_text(t.term #> '{plan,ids}') as i (id)
            where t.term #>> '{plan,kind}' = 'location'
            and not (get_bit(auth.readable_bits(), i.id::integer) = 1 or i.id::integer <@ auth.ancestor_ranges())
        )) then
            select f.counted, f.exact, f.item_ids into v_found from inventory.search_ids(v_terms, 'name', null, max_rows) as f;
            counted := v_found.counted;
            exact := v_found.exact;
            items := (
                select coalesce(jsonb_agg(jsonb_build_object('sku', i.sku, 'name', i.name) order by n.position), '[]')
                from unnest(v_found.item_ids) with ordinality as n (item_id, position)
                join inventory.items as i using (item_id)
            );
        end if;
    exception when sqlstate 'IN012' or sqlstate 'IN014' then
        counted := null;
    end;
    perform auth.end_evaluation();
    if counted is not null then
        return next;
    end if;
end
$$;
alter function inventory.look_as(text, uuid, integer) owner to stockroom_reader;
grant execute on function inventory.look_as(text, uuid, integer) to stockroom_keeper;
comment on function inventory.look_as(text, uuid, integer) is
'What a saved view finds for a person, to 1,001 items, with their rights as they are now, and the first of them; no row where they may not use it, or it cannot be read. Called by the worker''s functions only.';
