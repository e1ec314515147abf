create or replace function auth.may_sign_in(person text)
returns boolean
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
select exists (
    select from auth.people as p
    join pg_catalog.pg_roles as r on r.rolname = p.person
    where p.person = may_sign_in.person and p.kind = 'person' and p.disabled_at is null
    and (p.valid_until is null or p.valid_until > now())
    and (p.groups_end_at is null or p.groups_end_at > now())
    and r.rolcanlogin and (r.rolvaliduntil is null or r.rolvaliduntil > now())
)
$$;
alter function auth.may_sign_in(text) owner to stockroom_auth;
comment on function auth.may_sign_in(text) is
'Whether somebody is a person whose access has not ended: tools and clients open no dashboard.';
