create or replace function auth.had_other_admin(person text, since timestamptz)
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select from audit.changes as c
        where c.table_name = 'auth.people' and c.changed_at > since
        and c.before ->> 'person' <> had_other_admin.person and c.before -> 'recorded_groups' ? 'admin'
    )
$$;
alter function auth.had_other_admin(text, timestamptz) owner to stockroom_reader;
grant execute on function auth.had_other_admin(text, timestamptz) to stockroom_auth;
comment on function auth.had_other_admin(text, timestamptz) is
'Whether somebody else was an admin at some time since, by the audit of people.';
