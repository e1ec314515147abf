create or replace function auth.end_rights(break_glass_id uuid, ended_by text)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ended auth.break_glass_grants;
begin
    update auth.break_glass_grants as b set ended_at = clock_timestamp(), ended_by = end_rights.ended_by
    where b.break_glass_id = end_rights.break_glass_id and b.ended_at is null
    returning * into v_ended;
    if not found then
        return;
    end if;
    -- Where somebody granted the place from day to day meanwhile, the row is that grant now.
    delete from auth.location_grants as g where g.break_glass_id = v_ended.break_glass_id;
    if v_ended.group_name is null then
        return;
    elsif to_regrole(quote_ident(v_ended.person)) is not null and not exists (
        select from auth.break_glass_grants as b
        where b.person = v_ended.person and b.group_name = v_ended.group_name and b.ended_at is null
    ) then
        -- What a DBA granted by hand stays: it was granted by another.
        execute format('revoke %I from %I', 'stockroom_' || v_ended.group_name, v_ended.person);
        update auth.people as p set recorded_groups = array_remove(p.recorded_groups, v_ended.group_name) where p.person = v_ended.person;
    end if;
    update auth.people as p set groups_end_at = (
        select min(b.valid_until) from auth.break_glass_grants as b
        where b.person = v_ended.person and b.group_name is not null and b.ended_at is null
    ) where p.person = v_ended.person;
    perform auth.keep_web_only(v_ended.person);
end
$$;
alter function auth.end_rights(uuid, text) owner to stockroom_people;
comment on function auth.end_rights(uuid, text) is
'Takes back what somebody took in an emergency; nothing where that was done. Raises IN016.';
