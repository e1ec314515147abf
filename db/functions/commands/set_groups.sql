create or replace function api.set_groups(person text, groups text[])
returns text[]
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_group text;
    v_admin boolean := auth.person_in_group(person, 'admin');
begin
    perform auth.check_person(person, 'set_groups');
    perform auth.check_groups(groups);
    perform auth.check_kind(kind => (select p.kind from auth.people as p where p.person = set_groups.person), groups => groups);
    perform auth.hold_admins(person);
    if auth.is_last_admin(person) and not 'admin' = any (groups) then
        raise exception using errcode = 'IN015', message = format('%s is the last admin.', person),
            hint = 'Make somebody else an admin first.';
    end if;
    perform inventory.tell_admins(person => set_groups.person, what => 'groups');
    perform auth.revoke_groups(person, stay => groups);
    for v_group in select unnest(groups) except select unnest(auth.groups_of(set_groups.person)) order by 1 loop
        execute format('grant %I to %I with inherit true, set false', 'stockroom_' || v_group, person);
    end loop;
    if not auth.groups_of(person) <@ groups then
        raise exception using errcode = 'IN015', message = 'A DBA gave one of the other groups, and only they can take it back.',
            hint = format('In psql: revoke stockroom_… from %I granted by …; \drg shows who gave it.', person);
    end if;
    update auth.people as p set recorded_groups = auth.groups_of(set_groups.person) where p.person = set_groups.person;
    perform auth.keep_web_only(person);
    if not v_admin then
        perform inventory.tell_admins(person => set_groups.person, what => 'groups');
    end if;
    return auth.groups_of(person);
end
$$;
alter function api.set_groups(text, text[]) owner to stockroom_people;
grant execute on function api.set_groups(text, text[]) to stockroom_admin;
comment on function api.set_groups(text, text[]) is
'Puts a person into exactly these groups, at once also where they are signed in. Answers them. Raises IN006, IN014, IN015 for the last admin, for oneself while there is another admin, and where a DBA gave a group, IN016. Rights they took in an emergency end. Enqueues send_notice where that is another admin.';
