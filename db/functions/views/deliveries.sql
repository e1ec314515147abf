create or replace view api.deliveries with (security_invoker = true) as
select d.delivery_id as delivery, d.alert_id as alert, d.person, p.name, d.channel, d.state, d.attempts, d.created_at, d.sent_at
from inventory.deliveries as d
join auth.people as p using (person);
alter view api.deliveries owner to stockroom_owner;
grant select on api.deliveries to stockroom_viewer, stockroom_auditor;
comment on view api.deliveries is
'Who was told of the alerts the reader may see.';
comment on column api.deliveries.delivery is 'Key of the delivery.';
comment on column api.deliveries.alert is 'Key of the alert it tells of.';
comment on column api.deliveries.person is 'Who is told.';
comment on column api.deliveries.name is 'Their name.';
comment on column api.deliveries.channel is 'How they are told: email.';
comment on column api.deliveries.state is 'queued, sending, sent, failed (given up) or suppressed (no longer permitted, or the address refuses).';
comment on column api.deliveries.attempts is 'How often sending was begun.';
comment on column api.deliveries.created_at is 'When the alert asked for it.';
comment on column api.deliveries.sent_at is 'When the mail server took it.';
