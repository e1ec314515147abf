create or replace function inventory.keep_place_of(said jsonb)
returns void
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- by their keys
as $$
declare
    v_code constant text := upper(inventory.plain_name(said ->> 'code'));
    v_location inventory.locations;
    v_parent_id integer;
    v_negative boolean;
begin
    if pg_input_is_valid(said ->> 'allow_negative', 'boolean') is false then
        raise exception using errcode = 'IN014', message = format('"%s" is neither true nor false.', left(said ->> 'allow_negative', 60)),
            detail = '{"field": "allow_negative"}', hint = 'Give true or false, or leave it out.';
    end if;
    v_negative := (said ->> 'allow_negative')::boolean;
    if btrim(said ->> 'parent') <> '' then
        v_parent_id := inventory.location_of(said ->> 'parent', 'parent');
    end if;
    select l.* into v_location from inventory.locations as l where l.code = v_code;
    if not found then
        insert into inventory.locations (code, name, kind, parent_id, allow_negative)
        values (coalesce(v_code, ''), coalesce(said ->> 'name', ''), coalesce(said ->> 'kind', ''), v_parent_id, coalesce(v_negative, false));
    elsif v_location.name not in (inventory.bare_text(coalesce(said ->> 'name', v_location.name)), inventory.plain_name(coalesce(said ->> 'name', v_location.name)))
        or coalesce(said ->> 'kind', v_location.kind) <> v_location.kind
        or coalesce(v_parent_id, v_location.parent_id) is distinct from v_location.parent_id
        or coalesce(v_negative, v_location.allow_negative) <> v_location.allow_negative
    then
        if v_location.updated_at >= now() then
            raise exception using errcode = 'IN011', message = 'was edited a moment ago', hint = 'Import it again.';
        end if;
        update inventory.locations as l
        set name = coalesce(said ->> 'name', l.name), kind = coalesce(said ->> 'kind', l.kind),
            parent_id = coalesce(v_parent_id, l.parent_id),
            allow_negative = coalesce(v_negative, l.allow_negative), version = v_location.version
        where l.location_id = v_location.location_id;
        if not found then
            raise exception using errcode = '42501', message = 'This place is not among those you keep.';
        end if;
    end if;
end
$$;
alter function inventory.keep_place_of(jsonb) owner to stockroom_owner;
grant execute on function inventory.keep_place_of(jsonb) to stockroom_manager, stockroom_admin;
comment on function inventory.keep_place_of(jsonb) is
'Creates or edits a place as a row of an import says it (api.import_locations); one that is so already is left as it is. Raises IN011, IN014, IN015, IN016.';
