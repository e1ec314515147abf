create or replace function auth.take_rights(taken auth.break_glass_grants)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    -- A grant that has ended makes room for it; one that lasts is enough.
    delete from auth.location_grants as g
    where g.person = taken.person and g.location_id = taken.location_id and g.valid_until <= statement_timestamp();
    if not taken.location_id <@ (select auth.readable_ranges()) then
        insert into auth.location_grants (person, location_id, valid_until, reason, break_glass_id)
        values (taken.person, taken.location_id, taken.valid_until, taken.reason, taken.break_glass_id);
    elsif taken.group_name is null then
        raise exception using errcode = 'IN018', message = 'You hold this place already.', hint = 'There is nothing to take.';
    end if;
    if taken.group_name is not null then
        execute format('grant %I to %I with inherit true, set false', 'stockroom_' || taken.group_name, taken.person);
        -- Past the earliest end they are nobody, until what they took is taken back: a moment late
        -- is a moment without rights.
        update auth.people as p
        set groups_end_at = least(p.groups_end_at, taken.valid_until),
            recorded_groups = array_append(array_remove(p.recorded_groups, taken.group_name), taken.group_name)
        where p.person = taken.person;
        perform auth.keep_web_only(taken.person);
    end if;
end
$$;
alter function auth.take_rights(auth.break_glass_grants) owner to stockroom_people;
comment on function auth.take_rights(auth.break_glass_grants) is
'Gives a person the place and the group they took in an emergency. Raises IN016, IN018.';
