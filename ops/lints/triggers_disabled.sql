-- A trigger that is switched off, or fires for replicas only, is a rule that does not hold.
select t.tgname || ' on ' || t.tgrelid::regclass as found
from pg_catalog.pg_trigger as t
where t.tgenabled not in ('O', 'A')
union all
select 'event trigger ' || e.evtname
from pg_catalog.pg_event_trigger as e
where e.evtenabled not in ('O', 'A')
union all
select 'event trigger stockroom_force_row_security is missing'
where not exists (select from pg_catalog.pg_event_trigger as e where e.evtname = 'stockroom_force_row_security')
