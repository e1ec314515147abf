create or replace view api.people with (security_invoker = true) as
select p.person, p.name, p.kind from auth.people as p;
alter view api.people owner to stockroom_owner;
grant select on api.people to stockroom_viewer, stockroom_auditor, stockroom_reporting, stockroom_admin;
comment on view api.people is
'Names of people; addresses are in auth.people for admins and auditors.';
comment on column api.people.person is 'The login role''s name.';
comment on column api.people.name is 'Name shown to others.';
comment on column api.people.kind is 'person, tool (signs in to Postgres by itself) or client (reaches the web by tokens only).';
