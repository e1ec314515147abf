create or replace view api.lots with (security_invoker = true) as
select i.sku, t.code as lot, t.expires_on, t.created_at
from inventory.lots as t
join inventory.items as i using (item_id);
alter view api.lots owner to stockroom_owner;
grant select on api.lots to stockroom_viewer, stockroom_auditor, stockroom_reporting;
comment on view api.lots is
'Lots of items that came to a place the reader may see; for managers and auditors all.';
comment on column api.lots.expires_on is 'Last day of use.';
