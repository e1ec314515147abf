create or replace function api.create_location(code text, name text, kind text, parent text default null, allow_negative boolean default false)
returns text
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
-- The first place of all is also its maker's, where they are the only admin: a shop of one person
-- must start, and there is nobody to grant it to them.
declare
    v_parent_id integer;
    v_first boolean := not exists (select from inventory.locations);
    v_code text := upper(inventory.plain_name(coalesce(create_location.code, '')));
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    if nullif(btrim(parent), '') is not null then
        v_parent_id := inventory.location_of(parent, 'parent');
    end if;
    -- Nothing is returned: whether one sees the new place is known once the tree is kept, after it.
    insert into inventory.locations (code, name, kind, parent_id, allow_negative)
    values (v_code, coalesce(create_location.name, ''), coalesce(create_location.kind, ''), v_parent_id,
            coalesce(create_location.allow_negative, false));
    if v_first and auth.in_group('manager') and auth.is_only_admin() then
        perform api.grant_location(person => auth.signed_in(), location => v_code);
    end if;
    return v_code;
exception when integrity_constraint_violation or sqlstate 'IN014' or sqlstate 'IN015' then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
        v_constraint = constraint_name, v_column = column_name;
    perform inventory.refuse_all(
        inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column),
        inventory.row_problems('inventory.locations', jsonb_build_object(
            'code', v_code, 'name', inventory.plain_name(coalesce(create_location.name, '')), 'kind', coalesce(create_location.kind, '')
        )) || inventory.problem_with('place', jsonb_build_object('kind', create_location.kind, 'parent_id', v_parent_id))
    );
end
$$;
alter function api.create_location(text, text, text, text, boolean) owner to stockroom_owner;
grant execute on function api.create_location(text, text, text, text, boolean) to stockroom_manager, stockroom_admin;
comment on function api.create_location(text, text, text, text, boolean) is
'Creates a place within another (managers: within places they hold; admins: anywhere). kind: company, region, site, zone or bin. allow_negative: whether stock may go below zero there. The very first is granted to its maker, where they are manager and the only admin. Answers its code. Raises IN014, IN015, IN016, IN017 (DETAIL: the field, and where several are wrong all as "problems"), IN018.';
