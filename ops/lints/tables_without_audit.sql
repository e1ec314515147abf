-- Reference data, rights, thresholds and settings change under the eyes of the audit. What is not
-- watched is named here, with its reason.
select c.oid::regclass::text as found
from pg_catalog.pg_class as c
where c.relkind in ('r', 'p') and not c.relispartition
and c.relnamespace::regnamespace::text in ('inventory', 'auth', 'audit') and c.relname !~ '^local_'
and not exists (
    select from (values
        ('audit.changes', 'the audit itself'),
        ('audit.refusals', 'the audit itself'),
        ('auth.sign_in_attempts', 'a record of its own'),
        ('auth.grant_sets', 'derived from location_grants'),
        ('inventory.documents', 'the ledger: append-only, names who posted'),
        ('inventory.movements', 'the ledger'),
        ('inventory.movement_costs', 'the ledger'),
        ('inventory.stock_levels', 'derived from the ledger'),
        ('inventory.item_costs', 'derived from the ledger'),
        ('inventory.threshold_balances', 'derived from the ledger'),
        ('inventory.location_tree', 'derived from locations'),
        ('inventory.snapshots', 'derived from the ledger'),
        ('inventory.stock_snapshots', 'derived from the ledger'),
        ('inventory.stock_sums', 'derived from the ledger'),
        ('inventory.move_sums', 'derived from the ledger'),
        ('inventory.day_sums', 'derived from the ledger'),
        ('inventory.stock_values', 'derived from the ledger'),
        ('inventory.kept_costs', 'derived from the ledger'),
        ('inventory.item_words', 'derived from the items, whose changes are audited'),
        ('inventory.recategorised_items', 'derived from the items, whose changes are audited'),
        ('inventory.late_movements', 'derived from the ledger'),
        ('inventory.snapshot_progress', 'derived from the ledger'),
        ('inventory.snapshot_values', 'derived from the ledger'),
        ('inventory.alerts', 'a record of its own, opened and resolved by the ledger'),
        ('inventory.deliveries', 'a record of its own: who was told'),
        ('inventory.imports', 'a record of its own; what is imported is watched'),
        ('inventory.item_edits', 'a record of its own; the items are watched'),
        ('inventory.import_rows', 'files as they were sent, for a week'),
        ('inventory.waiting_items', 'what the worker has still to do'),
        ('inventory.proofs', 'a record of its own'),
        ('inventory.workers', 'signs of life'),
        ('inventory.preferences', 'how the dashboard looks to one person'),
        ('inventory.list_columns', 'how a list looks to one person'),
        ('auth.request_keys', 'a day''s keys; what was done is watched where it was done'),
        ('auth.evaluations', 'within one transaction, never kept')
    ) as n (table_name, reason)
    where n.table_name = c.oid::regclass::text
)
and (
    select bit_or(t.tgtype) & (4 | 8 | 16) from pg_catalog.pg_trigger as t
    where t.tgrelid = c.oid and t.tgfoid = 'audit.record_change()'::regprocedure and t.tgenabled in ('O', 'A')
) is distinct from (4 | 8 | 16) -- insert, delete, update
