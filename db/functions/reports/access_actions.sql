create or replace function api.access_actions()
returns table (
    action text, takes text, phrase text, function_name text, view_name text, relation text, command text, example jsonb,
    groups text[]
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
-- The one list of what people ask about. It says what is tried, and decides nothing: rights of the
-- function or view, then the policies of the table, do (auth.access_steps). A function that is not
-- there has no line. The first line of an action stands for it where no object is named. example:
-- what a row needs so that a policy about other things than the object can be asked. groups: where
-- being in one of them is the right itself, as no command asks for it yet.
    select v.* from (values
        ('see item', 'item', 'see %s', null, 'api.items', 'inventory.items', 'select', '{}'::jsonb, null::text[]),
        ('see stock', 'location', 'see the stock at %s', null, 'api.stock_on_hand', 'inventory.stock_levels', 'select', '{}', null),
        ('see cost', 'location', 'see what things cost at %s', null, 'api.movement_costs', 'inventory.movement_costs', 'select', '{}', null),
        ('see cost', 'item', 'see what %s costs', null, 'api.item_costs', 'inventory.item_costs', 'select', '{}', null),
        ('see document', 'document', 'see document %s', null, 'api.documents', 'inventory.documents', 'select', '{}', null),
        ('count', 'location', 'count stock at %s', null, null, 'inventory.locations', null, '{}', array['counter', 'staff']),
        ('see alert', 'location', 'see alerts at %s', null, 'api.alerts', 'inventory.alerts', 'select', '{}', null),
        ('post receipt', 'location', 'receive stock at %s', 'api.post_receipt', null, 'inventory.movements', 'insert', '{}', null),
        ('post issue', 'location', 'issue stock at %s', 'api.post_issue', null, 'inventory.movements', 'insert', '{}', null),
        ('post transfer', 'location', 'transfer stock at %s', 'api.post_transfer', null, 'inventory.movements', 'insert', '{}', null),
        ('post adjustment', 'location', 'adjust stock at %s', 'api.post_adjustment', null, 'inventory.movements', 'insert', '{}', null),
        ('reverse document', 'document', 'reverse document %s', 'api.reverse_document', null, 'inventory.documents', 'select', '{}', null),
        ('create item', '', 'create items', 'api.create_item', null, 'inventory.items', 'insert', '{}', null),
        ('edit item', 'item', 'edit %s', 'api.edit_item', null, 'inventory.items', 'update', '{}', null),
        ('remove item', 'item', 'remove %s', 'api.remove_item', null, 'inventory.items', 'delete', '{}', null),
        ('set threshold', 'location', 'set a range at %s', 'api.set_threshold', null, 'inventory.thresholds', 'insert', '{}', null),
        ('edit place', 'location', 'edit the place %s', null, null, 'inventory.locations', 'update', '{}', null),
        ('grant place', 'location', 'grant %s to others', 'api.grant_location', null, 'auth.location_grants', 'insert', '{"person": ""}', null),
        ('create person', '', 'create people', 'api.create_user', null, null, null, '{}', null),
        ('disable person', 'person', 'disable %s', 'api.disable_user', null, null, null, '{}', null),
        ('set groups', 'person', 'change the groups of %s', 'api.set_groups', null, null, null, '{}', null),
        ('see audit', '', 'see the audit', null, 'api.changes', 'audit.changes', 'select', '{"table_name": "inventory.items"}', null),
        ('see health', '', 'see how the system is', 'api.health', null, null, null, '{}', null),
        ('break glass', '', 'take rights in an emergency', 'api.break_glass', null, null, null, '{}', null)
    ) as v (action, takes, phrase, function_name, view_name, relation, command, example, groups)
    where v.function_name is null
    or exists (select from pg_catalog.pg_proc as p where p.pronamespace = 'api'::regnamespace and 'api.' || p.proname = v.function_name)
$$;
alter function api.access_actions() owner to stockroom_owner;
grant execute on function api.access_actions() to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting, stockroom_reader;
comment on function api.access_actions() is
'What api.explain_access() can be asked about by name, and what each takes as its object (location, item, document, person; empty for none). phrase: in words, with the object for %s. Beside these, "execute api.<function>" and "select <view or table>" can be asked of everything in the catalogue.';
