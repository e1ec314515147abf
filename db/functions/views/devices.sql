create or replace view api.devices with (security_invoker = true) as
select d.device_id as device, d.person, d.name, d.created_at, d.last_used_at, d.expires_at, d.revoked_at
from auth.devices as d;
alter view api.devices owner to stockroom_owner;
grant select on api.devices to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on view api.devices is
'Registered devices on which people sign in with a PIN: one''s own, everybody''s for admins and auditors.';
comment on column api.devices.device is 'Key of the device.';
comment on column api.devices.person is 'Who signs in on it.';
comment on column api.devices.name is 'What they call it.';
comment on column api.devices.created_at is 'When it was registered.';
comment on column api.devices.last_used_at is 'When somebody last signed in on it; null for never.';
comment on column api.devices.expires_at is 'When it must be registered anew.';
comment on column api.devices.revoked_at is 'When it was taken out of use; null while in use.';
