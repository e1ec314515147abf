create or replace function inventory.check_choice(field text, said text, known text[])
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    if said is not null and said <> all (known) then
        raise exception using errcode = 'IN014', message = format('No %s "%s".', replace(field, '_', ' '), left(said, 60)),
            detail = jsonb_build_object('field', field)::text, hint = format('Known are %s.', array_to_string(known, ', '));
    end if;
end
$$;
alter function inventory.check_choice(text, text, text[]) owner to stockroom_owner;
grant execute on function inventory.check_choice(text, text, text[]) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on function inventory.check_choice(text, text, text[]) is 'Refuses a word that is not one of a few; null is none said. Raises IN014.';
