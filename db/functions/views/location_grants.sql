create or replace view api.location_grants with (security_invoker = true) as
select g.person, l.code as location, g.granted_by, g.granted_at, g.valid_until
from auth.location_grants as g
join inventory.locations as l using (location_id);
alter view api.location_grants owner to stockroom_owner;
grant select on api.location_grants to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting, stockroom_admin;
comment on view api.location_grants is
'The places people hold, as far as the reader may see them.';
comment on column api.location_grants.person is 'Who holds it.';
comment on column api.location_grants.location is 'Code of the place held, with everything below it.';
comment on column api.location_grants.granted_by is 'Who granted it.';
comment on column api.location_grants.granted_at is 'When.';
comment on column api.location_grants.valid_until is 'When it ends by itself; null for no end.';
