create or replace function audit.kinds()
returns table (kind text, table_name text, title text)
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    values
    ('items', 'inventory.items', 'Items'), ('packs', 'inventory.item_units', 'Packs of items'),
    ('barcodes', 'inventory.item_barcodes', 'Barcodes of items'),
    ('attachments', 'inventory.attachments', 'Files of items'),
    ('ranges', 'inventory.thresholds', 'Ranges'), ('defaults', 'inventory.threshold_defaults', 'Default ranges'), ('lots', 'inventory.lots', 'Lots'),
    ('locations', 'inventory.locations', 'Locations'), ('categories', 'inventory.categories', 'Categories'),
    ('attributes', 'inventory.attributes', 'Attributes of categories'), ('units', 'inventory.units', 'Units'),
    ('alerting', 'inventory.subscriptions', 'Who is told of alerts'), ('saved_views', 'inventory.saved_views', 'Saved views'), ('watching', 'inventory.view_watches', 'Who watches a view'),
    ('settings', 'inventory.settings', 'Settings'),
    ('people', 'auth.people', 'People and groups'), ('places', 'auth.location_grants', 'Places granted'),
    ('emergency', 'auth.break_glass_grants', 'Emergency rights'), ('sessions', 'auth.sessions', 'Sessions and tokens'),
    ('invitations', 'auth.invitations', 'Invitations'), ('devices', 'auth.devices', 'Devices'),
    ('second_factors', 'auth.second_factors', 'Second factors'), ('recovery_codes', 'auth.recovery_codes', 'Recovery codes')
$$;
alter function audit.kinds() owner to stockroom_owner;
grant execute on function audit.kinds() to stockroom_auditor, stockroom_admin, stockroom_reader;
comment on function audit.kinds() is
'The tables whose changes are recorded, by the words people know them by.';
