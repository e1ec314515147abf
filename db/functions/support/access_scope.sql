create or replace function auth.access_scope(person text)
returns text
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- Managers: by the grants they see, so by the policy of grants itself.
    select case
        when not auth.may_act() then null
        when auth.signed_in() = access_scope.person then 'self'
        when not exists (select from auth.people as p where p.person = access_scope.person) then null
        when auth.signed_in() is null or auth.in_group('admin') or auth.in_group('auditor') then 'all'
        when auth.in_group('manager') and exists (
            select from auth.location_grants as g
            where g.person = access_scope.person and g.location_id <@ auth.postable_ranges()
        ) then 'places'
    end
$$;
alter function auth.access_scope(text) owner to stockroom_reader;
comment on function auth.access_scope(text) is
'How far the caller may ask about a person''s rights: self; all (admins, auditors, DBAs); places (managers, of those who hold a place of theirs: about their own places); null for not at all, or nobody of that name.';
