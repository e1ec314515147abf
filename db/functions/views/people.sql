create or replace view api.people with (security_invoker = true) as
select p.person, p.name, p.kind from auth.people as p;
alter view api.people owner to stockroom_owner;
grant select on api.people to stockroom_viewer, stockroom_auditor, stockroom_reporting, stockroom_admin;
comment on view api.people is
'Names of people; addresses are in auth.people for admins and auditors.';
