create or replace view api.lots with (security_invoker = true) as
select i.sku, t.code as lot, t.expires_on, t.created_at, t.version, t.updated_at, t.updated_by
from inventory.lots as t
join inventory.items as i using (item_id);
alter view api.lots owner to stockroom_owner;
grant select on api.lots to stockroom_viewer, stockroom_auditor, stockroom_reporting;
comment on view api.lots is
'Lots of items that came to a place the reader may see; for managers and auditors all.';
comment on column api.lots.expires_on is 'Last day of use.';
comment on column api.lots.sku is 'Stock keeping unit: what people and barcodes say.';
comment on column api.lots.lot is 'Code of the lot.';
comment on column api.lots.created_at is 'When the lot was first received.';
comment on column api.lots.version is 'Counts edits; a stale edit is refused.';
comment on column api.lots.updated_at is 'When it was last edited; null for never.';
comment on column api.lots.updated_by is 'Who edited it last.';
