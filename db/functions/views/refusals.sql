create or replace view api.refusals with (security_invoker = true) as
select
    r.refusal_id as refusal, r.refused_at, r.person, r.actor, r.session_id, r.address, r.method, r.path, r.status, r.code, r.message, r.times
from audit.refusals as r;
alter view api.refusals owner to stockroom_owner;
grant select on api.refusals to stockroom_auditor, stockroom_admin;
comment on view api.refusals is
'What the web and the API refused for want of a right, within a year. Refusals of direct logins are in the server''s log.';
comment on column api.refusals.refusal is 'Order of recording.';
