-- Reference data, rights and settings leave who, when, before and after. The ledger is its own
-- record; what is derived, queued or counted changes with it; grants kept and attempts are neither.
select c.oid::regclass::text as found
from pg_catalog.pg_class as c
where c.relkind = 'r' and c.relnamespace::regnamespace::text in ('inventory', 'auth') and not c.relispartition
and c.oid::regclass::text not in (
    'inventory.documents', 'inventory.stock_levels', 'inventory.movement_costs', 'inventory.item_costs', 'inventory.location_tree',
    'inventory.threshold_balances', 'inventory.alerts', 'inventory.deliveries', 'inventory.proofs', 'inventory.workers',
    'inventory.snapshots', 'inventory.stock_snapshots', 'inventory.late_movements', 'inventory.snapshot_progress', 'inventory.snapshot_values',
    'inventory.imports', 'inventory.import_rows',
    'inventory.list_columns', 'auth.grant_sets', 'auth.sign_in_attempts', 'auth.evaluations'
)
and not exists (
    select from pg_catalog.pg_trigger as t
    where t.tgrelid = c.oid and t.tgfoid = 'audit.record_change'::regproc and t.tgenabled = 'O'
)
