create or replace function auth.may_sign_in(person text)
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select auth.is_active(person)
        and exists (select from auth.people as p where p.person = may_sign_in.person and p.kind = 'person')
$$;
alter function auth.may_sign_in(text) owner to stockroom_auth;
comment on function auth.may_sign_in(text) is
'Whether somebody is a person whose access has not ended: tools and clients open no dashboard.';
