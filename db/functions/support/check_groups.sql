create or replace function auth.check_groups(groups text[])
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    if cardinality(groups) > 0 is not true then
        raise exception using errcode = 'IN014', message = 'No group is chosen.', detail = '{"field": "groups"}',
            hint = format('Choose at least one: %s.', array_to_string(auth.group_names(), ', '));
    elsif not groups <@ auth.group_names() then
        raise exception using errcode = 'IN014',
            message = format('Groups are %s.', array_to_string(auth.group_names(), ', ')), detail = '{"field": "groups"}', hint = 'Choose at least one of them.';
    elsif groups <@ array['cost'] then
        raise exception using errcode = 'IN014', message = 'Cost alone shows nothing.', detail = '{"field": "groups"}', hint = 'Add it to viewer, staff or reporting.';
    end if;
end
$$;
alter function auth.check_groups(text[]) owner to stockroom_auth;
grant execute on function auth.check_groups(text[]) to stockroom_people;
comment on function auth.check_groups(text[]) is 'Refuses what is no list of groups. Raises IN014.';
