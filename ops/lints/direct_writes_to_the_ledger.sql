-- What the commands and triggers write, nobody writes around them: not people, not the services.
select c.oid::regclass || ': ' || g.privilege_type || ' to ' || g.grantee::regrole as found
from pg_catalog.pg_class as c
cross join lateral (
    select a.grantee, a.privilege_type from aclexplode(c.relacl) as a
    union all
    select a.grantee, a.privilege_type
    from pg_catalog.pg_attribute as t
    cross join lateral aclexplode(t.attacl) as a
    where t.attrelid = c.oid
) as g
where c.oid::regclass::text in (
    'inventory.documents', 'inventory.movements', 'inventory.stock_levels', 'inventory.movement_costs',
    'inventory.item_costs', 'inventory.threshold_balances', 'inventory.alerts', 'inventory.deliveries',
    'inventory.location_tree', 'inventory.proofs', 'inventory.workers',
    'inventory.snapshots', 'inventory.stock_snapshots', 'inventory.late_movements', 'inventory.snapshot_progress', 'inventory.snapshot_values',
    'audit.changes', 'auth.sessions', 'auth.grant_sets', 'auth.sign_in_attempts'
)
and g.privilege_type <> 'SELECT' and g.grantee <> c.relowner
and g.grantee::regrole::text not in ('stockroom_writer', 'stockroom_keeper', 'stockroom_auth')
-- To end the sessions of a person who is disabled or gets a new password: one column.
and not (c.oid = 'auth.sessions'::regclass and g.grantee::regrole::text = 'stockroom_people' and g.privilege_type = 'UPDATE')
