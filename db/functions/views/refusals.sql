create or replace view api.refusals with (security_invoker = true) as
select
    r.refusal_id as refusal, r.refused_at, r.person, r.actor, r.session_id, r.address, r.method, r.path, r.status, r.code, r.message, r.times
from audit.refusals as r;
alter view api.refusals owner to stockroom_owner;
grant select on api.refusals to stockroom_auditor, stockroom_admin;
comment on view api.refusals is
'What the web and the API refused for want of a right, within a year. Refusals of direct logins are in the server''s log.';
comment on column api.refusals.refusal is 'Order of recording.';
comment on column api.refusals.refused_at is 'When.';
comment on column api.refusals.person is 'Whose session asked; null without one.';
comment on column api.refusals.actor is 'Who looked on as that person (see as); else null.';
comment on column api.refusals.session_id is 'The session; null without one.';
comment on column api.refusals.address is 'Where from.';
comment on column api.refusals.method is 'HTTP method.';
comment on column api.refusals.path is 'Path asked for, without its query.';
comment on column api.refusals.status is 'HTTP status answered.';
comment on column api.refusals.code is 'Our code or the SQLSTATE.';
comment on column api.refusals.message is 'What was answered.';
comment on column api.refusals.times is 'How many alike it stands for: a flood is counted, not listed.';
