create or replace view api.deliveries with (security_invoker = true) as
select d.delivery_id as delivery, d.alert_id as alert, d.person, p.name, d.channel, d.state, d.attempts, d.created_at, d.sent_at
from inventory.deliveries as d
join auth.people as p using (person);
alter view api.deliveries owner to stockroom_owner;
grant select on api.deliveries to stockroom_viewer, stockroom_auditor;
comment on view api.deliveries is
'Who was told of the alerts the reader may see.';
