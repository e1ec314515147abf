create or replace view api.devices with (security_invoker = true) as
select d.device_id as device, d.person, d.name, d.created_at, d.last_used_at, d.expires_at, d.revoked_at
from auth.devices as d;
alter view api.devices owner to stockroom_owner;
grant select on api.devices to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on view api.devices is
'Registered devices on which people sign in with a PIN: one''s own, everybody''s for admins and auditors.';
