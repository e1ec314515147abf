-- The five schemas. inventory, auth, audit hold data; api is the public surface
-- (views and commands, rebuilt by every deploy); queue belongs to pgqueuer.
create schema inventory;
create schema auth;
create schema audit;
create schema api;
create schema queue;

comment on schema inventory is 'What is stocked: items, places, the ledger and what is derived from it.';
comment on schema auth is 'People, their places and their sessions. Passwords are Postgres''s own.';
comment on schema audit is 'Who changed which reference data, when, from what to what.';
comment on schema api is 'The public surface: views to read, functions to act. Everything here is stable.';
comment on schema queue is 'The job queue (pgqueuer). Written by inventory.enqueue_job, read by the worker.';
create table inventory.settings (
    only_row boolean not null default true,
    company text not null default 'My company',
    currency text not null default 'USD',
    time_zone text not null default 'UTC',
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    updated_by text not null default '',
    constraint settings_pkey primary key (only_row),
    constraint settings_is_one_row check (only_row),
    constraint settings_company_has_length check (char_length(company) between 1 and 120),
    constraint settings_currency_is_iso_4217 check (currency ~ '^[A-Z]{3}$')
);
comment on table inventory.settings is 'The company''s own settings: exactly one row.';
comment on column inventory.settings.only_row is 'Always true: there is one row.';
comment on column inventory.settings.company is 'Name shown on pages and in mail.';
comment on column inventory.settings.currency is 'ISO 4217 code of every cost in this database.';
comment on column inventory.settings.time_zone is 'Time zone of a person who has set none.';
comment on column inventory.settings.version is 'Counts edits; a stale edit is refused (IN011).';
comment on column inventory.settings.updated_at is 'When the row last changed.';
comment on column inventory.settings.updated_by is 'Who changed it last.';
insert into inventory.settings default values;
create table inventory.units (
    unit_id integer generated always as identity,
    code text not null,
    name text not null,
    decimals integer not null default 0,
    constraint units_pkey primary key (unit_id),
    constraint units_code_key unique (code),
    constraint units_code_is_short check (code ~ '^[A-Za-z][A-Za-z0-9%./-]{0,11}$'),
    constraint units_name_has_length check (char_length(name) between 1 and 60),
    constraint units_decimals_in_range check (decimals between 0 and 6)
);
comment on table inventory.units is 'Units of quantity: ea, kg, case. An item has one base unit and may have packs.';
comment on column inventory.units.unit_id is 'Internal key.';
comment on column inventory.units.code is 'Short code written after a quantity.';
comment on column inventory.units.name is 'Full name, singular.';
comment on column inventory.units.decimals is 'Decimal places a quantity in this unit may have, 0 to 6.';
create table inventory.categories (
    category_id integer generated always as identity,
    code text not null,
    name text not null,
    parent_id integer,
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    updated_by text not null default '',
    constraint categories_pkey primary key (category_id),
    constraint categories_code_key unique (code),
    constraint categories_parent_id_fkey foreign key (parent_id) references inventory.categories (category_id),
    constraint categories_code_is_upper_case check (code ~ '^[A-Z0-9][A-Z0-9_.-]{0,39}$'),
    constraint categories_name_has_length check (char_length(name) between 1 and 120),
    constraint categories_not_own_parent check (parent_id <> category_id)
);
create index categories_parent_id_idx on inventory.categories (parent_id);
comment on table inventory.categories is 'The tree of categories. Attributes are declared on it and inherited downwards.';
comment on column inventory.categories.category_id is 'Internal key.';
comment on column inventory.categories.code is 'Upper-case code, unique.';
comment on column inventory.categories.name is 'Name shown to people.';
comment on column inventory.categories.parent_id is 'Category above, null at the top.';
comment on column inventory.categories.version is 'Counts edits; a stale edit is refused (IN011).';
comment on column inventory.categories.updated_at is 'When the row last changed.';
comment on column inventory.categories.updated_by is 'Who changed it last.';
create table inventory.attributes (
    attribute_id integer generated always as identity,
    category_id integer not null,
    attribute text not null,
    label text not null,
    type text not null,
    unit text,
    choices text[],
    required boolean not null default false,
    constraint attributes_pkey primary key (attribute_id),
    constraint attributes_category_id_attribute_key unique (category_id, attribute),
    constraint attributes_category_id_fkey foreign key (category_id) references inventory.categories (category_id),
    constraint attributes_attribute_is_lower_case check (attribute ~ '^[a-z][a-z0-9_]{0,39}$'),
    constraint attributes_label_has_length check (char_length(label) between 1 and 60),
    constraint attributes_type_is_known check (type in ('text', 'number', 'choice', 'date', 'boolean')),
    constraint attributes_choices_belong_to_choice check ((type = 'choice') = (choices is not null and cardinality(choices) > 0)),
    constraint attributes_unit_belongs_to_number check (unit is null or type = 'number')
);
comment on table inventory.attributes is 'User-defined fields of items, declared per category and inherited down the tree.';
comment on column inventory.attributes.attribute_id is 'Internal key.';
comment on column inventory.attributes.category_id is 'Category whose items, and those of all categories below, have this field.';
comment on column inventory.attributes.attribute is 'Key in items.attributes and name of the search qualifier.';
comment on column inventory.attributes.label is 'Name shown to people.';
comment on column inventory.attributes.type is 'text, number, choice, date (ISO 8601) or boolean.';
comment on column inventory.attributes.unit is 'Unit of a number, as shown; null for none.';
comment on column inventory.attributes.choices is 'Allowed values of a choice.';
comment on column inventory.attributes.required is 'Whether an item must have a value.';
create table inventory.locations (
    location_id integer generated always as identity,
    code text not null,
    name text not null,
    kind text not null,
    parent_id integer,
    allow_negative boolean not null default false,
    retired_at timestamptz,
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    updated_by text not null default '',
    constraint locations_pkey primary key (location_id),
    constraint locations_code_key unique (code),
    constraint locations_location_id_allow_negative_key unique (location_id, allow_negative),
    constraint locations_parent_id_fkey foreign key (parent_id) references inventory.locations (location_id),
    constraint locations_code_is_upper_case check (code ~ '^[A-Z0-9][A-Z0-9_.-]{0,39}$'),
    constraint locations_name_has_length check (char_length(name) between 1 and 120),
    constraint locations_kind_is_known check (kind in ('company', 'region', 'site', 'zone', 'bin')),
    constraint locations_not_own_parent check (parent_id <> location_id)
);
create index locations_parent_id_idx on inventory.locations (parent_id);
comment on table inventory.locations is 'The tree of places: company > region > site > zone > bin. Sites, zones and bins hold stock.';
comment on column inventory.locations.location_id is 'Internal key; the bit of auth.readable_bits().';
comment on column inventory.locations.code is 'Upper-case code, unique.';
comment on column inventory.locations.name is 'Name shown to people.';
comment on column inventory.locations.kind is 'company, region, site, zone or bin.';
comment on column inventory.locations.parent_id is 'Place above, null at the top.';
comment on column inventory.locations.allow_negative is 'Whether on hand may go below zero here; copied to stock_levels by its foreign key.';
comment on column inventory.locations.retired_at is 'When the place was closed; it takes no more movements.';
comment on column inventory.locations.version is 'Counts edits; a stale edit is refused (IN011).';
comment on column inventory.locations.updated_at is 'When the row last changed.';
comment on column inventory.locations.updated_by is 'Who changed it last.';
create table inventory.location_tree (
    location_id integer not null,
    ancestor_id integer not null,
    depth integer not null,
    constraint location_tree_pkey primary key (location_id, ancestor_id),
    constraint location_tree_location_id_fkey foreign key (location_id) references inventory.locations (location_id) on delete cascade,
    constraint location_tree_ancestor_id_fkey foreign key (ancestor_id) references inventory.locations (location_id) on delete cascade,
    constraint location_tree_depth_not_negative check (depth >= 0)
);
create index location_tree_ancestor_id_idx on inventory.location_tree (ancestor_id, location_id);
comment on table inventory.location_tree is 'Every location with itself and all places above it. Derived from locations.parent_id.';
comment on column inventory.location_tree.location_id is 'The place.';
comment on column inventory.location_tree.ancestor_id is 'The place itself or one above it.';
comment on column inventory.location_tree.depth is 'Steps up from the place to the ancestor; 0 is the place itself.';
create table inventory.items (
    item_id integer generated always as identity,
    sku text not null,
    name text not null,
    description text not null default '',
    category_id integer not null,
    unit_id integer not null,
    attributes jsonb not null default '{}',
    version integer not null default 1,
    created_at timestamptz not null default now(),
    created_by text not null default '',
    updated_at timestamptz not null default now(),
    updated_by text not null default '',
    retired_at timestamptz,
    constraint items_pkey primary key (item_id),
    constraint items_sku_key unique (sku),
    constraint items_category_id_fkey foreign key (category_id) references inventory.categories (category_id),
    constraint items_unit_id_fkey foreign key (unit_id) references inventory.units (unit_id),
    constraint items_sku_is_upper_case check (sku ~ '^[A-Z0-9][A-Z0-9_./+-]{0,59}$'),
    constraint items_name_has_length check (char_length(name) between 1 and 200),
    constraint items_description_has_length check (char_length(description) <= 4000),
    constraint items_attributes_is_object check (jsonb_typeof(attributes) = 'object'),
    constraint items_attributes_is_small check (pg_column_size(attributes) <= 8192)
);
create index items_name_idx on inventory.items (name, item_id);
create index items_category_id_idx on inventory.items (category_id, name, item_id);
create index items_updated_at_idx on inventory.items (updated_at desc, item_id desc);
create index items_unit_id_idx on inventory.items (unit_id);
create index items_name_words_idx on inventory.items using gin (name public.gin_trgm_ops);
comment on table inventory.items is 'Things that are stocked, known by their SKU.';
comment on column inventory.items.item_id is 'Internal key.';
comment on column inventory.items.sku is 'Stock keeping unit: upper case, unique, what people and barcodes say.';
comment on column inventory.items.name is 'Name shown to people.';
comment on column inventory.items.description is 'Free text, at most 4,000 characters.';
comment on column inventory.items.category_id is 'Category, which declares the attributes.';
comment on column inventory.items.unit_id is 'Base unit: what every quantity of the ledger is in. Fixed once stock has moved.';
comment on column inventory.items.attributes is 'Values of the attributes declared for the category.';
comment on column inventory.items.version is 'Counts edits; a stale edit is refused (IN011).';
comment on column inventory.items.created_at is 'When the item was created.';
comment on column inventory.items.created_by is 'Who created it.';
comment on column inventory.items.updated_at is 'When the row last changed.';
comment on column inventory.items.updated_by is 'Who changed it last.';
comment on column inventory.items.retired_at is 'When the item was retired: it stays in history and takes no more movements.';
create table inventory.item_units (
    item_id integer not null,
    unit_id integer not null,
    factor numeric not null,
    constraint item_units_pkey primary key (item_id, unit_id),
    constraint item_units_item_id_fkey foreign key (item_id) references inventory.items (item_id) on delete cascade,
    constraint item_units_unit_id_fkey foreign key (unit_id) references inventory.units (unit_id),
    constraint item_units_factor_is_positive check (factor > 0 and factor < 1000000000)
);
create index item_units_unit_id_idx on inventory.item_units (unit_id);
comment on table inventory.item_units is 'Packs: other units an item may be entered in.';
comment on column inventory.item_units.item_id is 'The item.';
comment on column inventory.item_units.unit_id is 'The pack''s unit, for example case.';
comment on column inventory.item_units.factor is 'Base units in one pack, exact.';
create table inventory.lots (
    lot_id integer generated always as identity,
    item_id integer,
    code text not null,
    expires_on date,
    created_at timestamptz not null default now(),
    constraint lots_pkey primary key (lot_id),
    constraint lots_item_id_code_key unique (item_id, code),
    constraint lots_item_id_fkey foreign key (item_id) references inventory.items (item_id) on delete cascade,
    constraint lots_only_lot_0_has_no_item check ((item_id is null) = (lot_id = 0)),
    constraint lots_code_is_trimmed check (code = btrim(code)),
    constraint lots_code_has_length check (char_length(code) <= 60 and (code <> '' or lot_id = 0))
);
comment on table inventory.lots is 'Batches of an item. Lot 0 stands for "no lot", so that keys need no null.';
comment on column inventory.lots.lot_id is 'Internal key; 0 is "no lot".';
comment on column inventory.lots.item_id is 'The item; null only for lot 0.';
comment on column inventory.lots.code is 'Lot code, unique for the item.';
comment on column inventory.lots.expires_on is 'Last day of use, null where it does not expire.';
comment on column inventory.lots.created_at is 'When the lot was first received.';
insert into inventory.lots (lot_id, item_id, code) overriding system value values (0, null, '');
create table inventory.documents (
    document_id uuid not null,
    kind text not null,
    reference text not null default '',
    note text not null default '',
    occurred_at timestamptz not null,
    posted_at timestamptz not null,
    posted_by text not null,
    idempotency_key uuid not null,
    request_hash bytea not null,
    reverses_document_id uuid,
    line_count integer not null,
    places int4multirange not null,
    posted_xid xid8 not null default pg_current_xact_id(),
    constraint documents_pkey primary key (document_id),
    constraint documents_posted_by_idempotency_key_key unique (posted_by, idempotency_key),
    constraint documents_reverses_document_id_key unique (reverses_document_id),
    constraint documents_reverses_document_id_fkey foreign key (reverses_document_id) references inventory.documents (document_id),
    constraint documents_kind_is_known check (kind in ('receipt', 'issue', 'transfer', 'adjustment', 'stocktake', 'reversal')),
    constraint documents_only_reversals_reverse check ((kind = 'reversal') = (reverses_document_id is not null)),
    constraint documents_reference_has_length check (char_length(reference) <= 200),
    constraint documents_note_has_length check (char_length(note) <= 2000),
    constraint documents_occurred_at_not_after_posted_at check (occurred_at <= posted_at),
    constraint documents_line_count_is_positive check (line_count > 0)
);
create index documents_posted_at_idx on inventory.documents (posted_at desc, document_id desc);
create index documents_posted_xid_idx on inventory.documents (posted_xid);
comment on table inventory.documents is 'What groups movements that were posted together. Append-only.';
comment on column inventory.documents.document_id is 'UUIDv7, shown to people.';
comment on column inventory.documents.kind is 'receipt, issue, transfer, adjustment, stocktake or reversal.';
comment on column inventory.documents.reference is 'The outside world''s number: order, delivery slip, invoice.';
comment on column inventory.documents.note is 'Free text, at most 2,000 characters.';
comment on column inventory.documents.occurred_at is 'When it happened; never later than posted_at.';
comment on column inventory.documents.posted_at is 'When it was recorded.';
comment on column inventory.documents.posted_by is 'The person who posted it.';
comment on column inventory.documents.idempotency_key is 'Chosen by the client, unique per person: a retry with it posts nothing twice.';
comment on column inventory.documents.request_hash is 'SHA-256 of kind and lines, to tell a retry from a reused key.';
comment on column inventory.documents.reverses_document_id is 'The document this one reverses. A document can be reversed once.';
comment on column inventory.documents.line_count is 'Movements in the document.';
comment on column inventory.documents.places is 'Ids of the locations it moved stock at: what its row policy is judged on.';
comment on column inventory.documents.posted_xid is 'Transaction that posted it: the cursor of live updates. Means nothing after a restore.';
-- Partitioned by the time of recording, a year each: the newest partition alone
-- grows, and a back-dated document never needs an old one. The partitions are
-- made ahead by api.housekeeping(). No foreign keys: the rows are written by one
-- function only, what they point at cannot be deleted (documents are append-only,
-- stock_levels holds items, locations and lots), and api.prove() looks for orphans;
-- two key checks a line would cost a third of a posting.
create table inventory.movements (
    movement_id bigint generated always as identity,
    posted_at timestamptz not null,
    document_id uuid not null,
    line_no integer not null,
    item_id integer not null,
    location_id integer not null,
    lot_id integer not null,
    quantity numeric not null,
    balance_after numeric not null,
    occurred_at timestamptz not null,
    entered_quantity numeric not null,
    entered_unit_id integer not null,
    reason text not null default '',
    note text not null default '',
    constraint movements_pkey primary key (movement_id, posted_at),
    constraint movements_quantity_not_zero check (quantity <> 0),
    constraint movements_reason_has_length check (char_length(reason) <= 200),
    constraint movements_note_has_length check (char_length(note) <= 500)
) partition by range (posted_at);
create index movements_document_id_idx on inventory.movements (document_id, line_no);
-- Rows come in the order of time, so a summary of each block is enough, and costs a posting nothing.
create index movements_posted_at_idx on inventory.movements using brin (posted_at) with (autosummarize = on);
create index movements_item_id_idx on inventory.movements (item_id, movement_id);
comment on table inventory.movements is 'The ledger: one signed quantity of one item at one location and lot. Never changed, never deleted.';
comment on column inventory.movements.movement_id is 'Order of recording; for one stock level it is the order of commits.';
comment on column inventory.movements.posted_at is 'When it was recorded; the partition key.';
comment on column inventory.movements.document_id is 'The document it belongs to.';
comment on column inventory.movements.line_no is 'Its place in the document, from 1.';
comment on column inventory.movements.item_id is 'The item.';
comment on column inventory.movements.location_id is 'The location.';
comment on column inventory.movements.lot_id is 'The lot; 0 is "no lot".';
comment on column inventory.movements.quantity is 'Signed, in the item''s base unit, never zero.';
comment on column inventory.movements.balance_after is 'On hand of item, location and lot right after this movement.';
comment on column inventory.movements.occurred_at is 'When it happened (the document''s).';
comment on column inventory.movements.entered_quantity is 'Signed quantity as it was entered.';
comment on column inventory.movements.entered_unit_id is 'Unit it was entered in.';
comment on column inventory.movements.reason is 'Why, required for adjustments.';
comment on column inventory.movements.note is 'The line''s note.';
create table inventory.stock_levels (
    item_id integer not null,
    location_id integer not null,
    lot_id integer not null default 0,
    on_hand numeric not null default 0,
    reserved numeric not null default 0,
    allow_negative boolean not null,
    changed_at timestamptz not null default now(),
    constraint stock_levels_pkey primary key (item_id, location_id, lot_id),
    constraint stock_levels_item_id_fkey foreign key (item_id) references inventory.items (item_id),
    constraint stock_levels_lot_id_fkey foreign key (lot_id) references inventory.lots (lot_id),
    constraint stock_levels_location_id_allow_negative_fkey foreign key (location_id, allow_negative)
    references inventory.locations (location_id, allow_negative) on update cascade,
    constraint stock_levels_on_hand_not_negative check (on_hand >= 0 or allow_negative),
    constraint stock_levels_reserved_not_negative check (reserved >= 0),
    constraint stock_levels_reserved_within_on_hand check (reserved <= on_hand or allow_negative)
) with (fillfactor = 70);
create index stock_levels_location_id_idx on inventory.stock_levels (location_id, item_id);
create index stock_levels_lot_id_idx on inventory.stock_levels (lot_id) where lot_id <> 0;
comment on table inventory.stock_levels is 'On hand and reserved per item, location and lot. Derived from movements, proved by api.prove().';
comment on column inventory.stock_levels.item_id is 'The item.';
comment on column inventory.stock_levels.location_id is 'The location.';
comment on column inventory.stock_levels.lot_id is 'The lot; 0 is "no lot".';
comment on column inventory.stock_levels.on_hand is 'Sum of the movements, in the item''s base unit.';
comment on column inventory.stock_levels.reserved is 'Promised to open reservations; available = on hand - reserved.';
comment on column inventory.stock_levels.allow_negative is 'The location''s own setting, kept equal by the foreign key.';
comment on column inventory.stock_levels.changed_at is 'When on hand last changed.';
create table inventory.movement_costs (
    movement_id bigint not null,
    item_id integer not null,
    location_id integer not null,
    unit_cost numeric not null,
    quantity numeric not null,
    constraint movement_costs_pkey primary key (movement_id),
    constraint movement_costs_item_id_fkey foreign key (item_id) references inventory.items (item_id),
    constraint movement_costs_location_id_fkey foreign key (location_id) references inventory.locations (location_id),
    constraint movement_costs_unit_cost_not_negative check (unit_cost >= 0 and unit_cost < 1000000000000)
);
create index movement_costs_item_id_idx on inventory.movement_costs (item_id, movement_id);
create index movement_costs_location_id_idx on inventory.movement_costs (location_id);
comment on table inventory.movement_costs is 'What a receipt line cost. A table apart, because cost is a right of its own.';
comment on column inventory.movement_costs.movement_id is 'The movement.';
comment on column inventory.movement_costs.item_id is 'The item.';
comment on column inventory.movement_costs.location_id is 'The location: what the row policy is judged on.';
comment on column inventory.movement_costs.unit_cost is 'Cost of one base unit in the company''s currency.';
comment on column inventory.movement_costs.quantity is 'The movement''s quantity, base unit.';
create table inventory.item_costs (
    item_id integer not null,
    last_cost numeric not null,
    costed_at timestamptz not null,
    constraint item_costs_pkey primary key (item_id),
    constraint item_costs_item_id_fkey foreign key (item_id) references inventory.items (item_id) on delete cascade,
    constraint item_costs_last_cost_not_negative check (last_cost >= 0 and last_cost < 1000000000000)
);
comment on table inventory.item_costs is 'The latest known cost of an item. A table apart, because cost is a right of its own.';
comment on column inventory.item_costs.item_id is 'The item.';
comment on column inventory.item_costs.last_cost is 'Unit cost of the latest receipt that stated one, in the company''s currency.';
comment on column inventory.item_costs.costed_at is 'When that receipt was recorded.';
create table inventory.thresholds (
    threshold_id integer generated always as identity,
    item_id integer not null,
    location_id integer not null,
    minimum numeric,
    maximum numeric,
    margin numeric not null default 0,
    severity text not null default 'warning',
    measure text not null default 'on_hand',
    set_by text not null default 'person',
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    updated_by text not null default '',
    constraint thresholds_pkey primary key (threshold_id),
    constraint thresholds_item_id_location_id_key unique (item_id, location_id),
    constraint thresholds_item_id_fkey foreign key (item_id) references inventory.items (item_id) on delete cascade,
    constraint thresholds_location_id_fkey foreign key (location_id) references inventory.locations (location_id),
    constraint thresholds_has_a_bound check (minimum is not null or maximum is not null),
    constraint thresholds_bounds_are_finite check (coalesce(abs(minimum), 0) < 1000000000000 and coalesce(abs(maximum), 0) < 1000000000000),
    constraint thresholds_minimum_not_above_maximum check (minimum <= maximum),
    constraint thresholds_margin_not_negative check (margin >= 0 and margin < 1000000000000),
    constraint thresholds_margin_fits_range check (minimum is null or maximum is null or minimum > maximum or margin <= maximum - minimum),
    constraint thresholds_severity_is_known check (severity in ('info', 'warning', 'critical')),
    constraint thresholds_measure_is_known check (measure in ('on_hand', 'available')),
    constraint thresholds_set_by_is_known check (set_by in ('person', 'default'))
);
create index thresholds_location_id_idx on inventory.thresholds (location_id);
comment on table inventory.thresholds is 'The range an item should stay in, judged on the sum over one location and all below it.';
comment on column inventory.thresholds.threshold_id is 'Internal key.';
comment on column inventory.thresholds.item_id is 'The item.';
comment on column inventory.thresholds.location_id is 'The location whose subtree is summed.';
comment on column inventory.thresholds.minimum is 'Reorder point, base unit: below it the item is low. Null for none.';
comment on column inventory.thresholds.maximum is 'Above it the item is over. Null for none.';
comment on column inventory.thresholds.margin is 'How far back into range the quantity must come before the alert resolves.';
comment on column inventory.thresholds.severity is 'info, warning or critical.';
comment on column inventory.thresholds.measure is 'What is compared: on_hand or available.';
comment on column inventory.thresholds.set_by is 'person, or default where a category''s default wrote it.';
comment on column inventory.thresholds.version is 'Counts edits; a stale edit is refused (IN011).';
comment on column inventory.thresholds.updated_at is 'When the row last changed.';
comment on column inventory.thresholds.updated_by is 'Who changed it last.';
create table inventory.threshold_balances (
    threshold_id integer not null,
    item_id integer not null,
    location_id integer not null,
    minimum numeric,
    maximum numeric,
    margin numeric not null,
    measure text not null,
    balance numeric not null,
    status text not null,
    constraint threshold_balances_pkey primary key (threshold_id),
    constraint threshold_balances_threshold_id_fkey foreign key (threshold_id) references inventory.thresholds (threshold_id) on delete cascade,
    constraint threshold_balances_item_id_location_id_key unique (item_id, location_id),
    constraint threshold_balances_status_is_known check (status in ('ok', 'low', 'out', 'over'))
) with (fillfactor = 70);
create index threshold_balances_not_ok_idx on inventory.threshold_balances (item_id, status) where status <> 'ok';
comment on table inventory.threshold_balances is 'The sum each threshold judges, kept in the transaction that moves the stock, beside the bounds it is judged by: one locked row holds all that a verdict needs.';
comment on column inventory.threshold_balances.threshold_id is 'The threshold.';
comment on column inventory.threshold_balances.item_id is 'Its item.';
comment on column inventory.threshold_balances.location_id is 'Its location.';
comment on column inventory.threshold_balances.minimum is 'The threshold''s minimum.';
comment on column inventory.threshold_balances.maximum is 'The threshold''s maximum.';
comment on column inventory.threshold_balances.margin is 'The threshold''s margin.';
comment on column inventory.threshold_balances.measure is 'The threshold''s measure.';
comment on column inventory.threshold_balances.balance is 'The measure summed over the location and all below, base unit.';
comment on column inventory.threshold_balances.status is 'ok, low, out or over, with the margin taken into account.';
create table inventory.alerts (
    alert_id uuid not null default gen_random_uuid(),
    threshold_id integer,
    item_id integer not null,
    location_id integer not null,
    kind text not null,
    severity text not null,
    minimum numeric,
    maximum numeric,
    balance_at_opening numeric not null,
    document_id uuid,
    opened_at timestamptz not null default now(),
    resolved_at timestamptz,
    resolution text,
    constraint alerts_pkey primary key (alert_id),
    constraint alerts_threshold_id_fkey foreign key (threshold_id) references inventory.threshold_balances (threshold_id) on delete set null,
    constraint alerts_item_id_fkey foreign key (item_id) references inventory.items (item_id) on delete cascade,
    constraint alerts_location_id_fkey foreign key (location_id) references inventory.locations (location_id),
    constraint alerts_document_id_fkey foreign key (document_id) references inventory.documents (document_id),
    constraint alerts_kind_is_known check (kind in ('low', 'out', 'over')),
    constraint alerts_severity_is_known check (severity in ('info', 'warning', 'critical')),
    constraint alerts_resolution_goes_with_resolved_at check ((resolved_at is null) = (resolution is null)),
    constraint alerts_resolution_is_known check (resolution in ('back in range', 'threshold changed', 'threshold removed'))
);
create unique index alerts_one_open_per_threshold_key on inventory.alerts (threshold_id) where resolved_at is null;
create index alerts_opened_at_idx on inventory.alerts (opened_at desc, alert_id);
create index alerts_resolved_at_idx on inventory.alerts (resolved_at desc) where resolved_at is not null;
create index alerts_item_id_idx on inventory.alerts (item_id, opened_at desc);
create index alerts_location_id_idx on inventory.alerts (location_id);
create index alerts_threshold_id_idx on inventory.alerts (threshold_id);
create index alerts_document_id_idx on inventory.alerts (document_id);
comment on table inventory.alerts is 'One crossing of a threshold, from open to resolved. At most one is open per threshold.';
comment on column inventory.alerts.alert_id is 'Key, shown to people.';
comment on column inventory.alerts.threshold_id is 'The threshold; null once it was removed.';
comment on column inventory.alerts.item_id is 'The item.';
comment on column inventory.alerts.location_id is 'The threshold''s location.';
comment on column inventory.alerts.kind is 'low, out or over; low becomes out when the last unit leaves.';
comment on column inventory.alerts.severity is 'The threshold''s severity when it was crossed.';
comment on column inventory.alerts.minimum is 'The threshold''s minimum when it was crossed.';
comment on column inventory.alerts.maximum is 'The threshold''s maximum when it was crossed.';
comment on column inventory.alerts.balance_at_opening is 'The sum that crossed, base unit.';
comment on column inventory.alerts.document_id is 'The document that moved the stock; null where the threshold itself changed.';
comment on column inventory.alerts.opened_at is 'When the range was left.';
comment on column inventory.alerts.resolved_at is 'When it was back in range; null while open.';
comment on column inventory.alerts.resolution is 'back in range, threshold changed or threshold removed.';
create table inventory.subscriptions (
    subscription_id integer generated always as identity,
    person text,
    group_name text,
    category_id integer,
    location_id integer,
    minimum_severity text not null default 'info',
    channel text not null default 'email',
    constraint subscriptions_pkey primary key (subscription_id),
    constraint subscriptions_category_id_fkey foreign key (category_id) references inventory.categories (category_id) on delete cascade,
    constraint subscriptions_location_id_fkey foreign key (location_id) references inventory.locations (location_id) on delete cascade,
    constraint subscriptions_person_or_group check (num_nonnulls(person, group_name) = 1),
    constraint subscriptions_group_name_is_known check (group_name in ('viewer', 'staff', 'manager', 'auditor')),
    constraint subscriptions_minimum_severity_is_known check (minimum_severity in ('info', 'warning', 'critical')),
    constraint subscriptions_channel_is_known check (channel in ('email'))
);
create index subscriptions_category_id_idx on inventory.subscriptions (category_id);
create index subscriptions_location_id_idx on inventory.subscriptions (location_id);
comment on table inventory.subscriptions is 'Who is told of which alerts. Being told also needs the right to see the place.';
comment on column inventory.subscriptions.subscription_id is 'Internal key.';
comment on column inventory.subscriptions.person is 'The person who is told, or null where a group is.';
comment on column inventory.subscriptions.group_name is 'The group whose members are told, or null where a person is.';
comment on column inventory.subscriptions.category_id is 'Only items of this category and those below; null for all.';
comment on column inventory.subscriptions.location_id is 'Only thresholds at this location and those below; null for all.';
comment on column inventory.subscriptions.minimum_severity is 'info, warning or critical: this and above.';
comment on column inventory.subscriptions.channel is 'How they are told: email.';
create table inventory.deliveries (
    delivery_id uuid not null default gen_random_uuid(),
    alert_id uuid not null,
    person text not null,
    channel text not null,
    state text not null default 'queued',
    attempts integer not null default 0,
    last_error text not null default '',
    created_at timestamptz not null default clock_timestamp(),
    attempted_at timestamptz,
    sent_at timestamptz,
    constraint deliveries_pkey primary key (delivery_id),
    constraint deliveries_alert_id_person_channel_key unique (alert_id, person, channel),
    constraint deliveries_alert_id_fkey foreign key (alert_id) references inventory.alerts (alert_id) on delete cascade,
    constraint deliveries_state_is_known check (state in ('queued', 'sending', 'sent', 'failed', 'suppressed')),
    constraint deliveries_sent_at_goes_with_sent check ((state = 'sent') = (sent_at is not null))
);
create index deliveries_created_at_idx on inventory.deliveries (created_at desc);
create index deliveries_sent_at_idx on inventory.deliveries (sent_at desc) where sent_at is not null;
create index deliveries_waiting_idx on inventory.deliveries (state) where state in ('queued', 'sending', 'failed');
comment on table inventory.deliveries is 'One message per alert, person and channel; written before anything is sent.';
comment on column inventory.deliveries.delivery_id is 'Key; the Message-ID is made from it, so a repeated send is the same message.';
comment on column inventory.deliveries.alert_id is 'What it tells of.';
comment on column inventory.deliveries.person is 'Who is told.';
comment on column inventory.deliveries.channel is 'How: email.';
comment on column inventory.deliveries.state is 'queued, sending, sent, failed (given up) or suppressed (no longer permitted, or the address refuses).';
comment on column inventory.deliveries.attempts is 'How often sending was begun.';
comment on column inventory.deliveries.last_error is 'What the last failed attempt said.';
comment on column inventory.deliveries.created_at is 'When the alert asked for it.';
comment on column inventory.deliveries.attempted_at is 'When sending was last begun.';
comment on column inventory.deliveries.sent_at is 'When the mail server took it.';
create table inventory.proofs (
    proof_id bigint generated always as identity,
    proved_at timestamptz not null default now(),
    duration_ms numeric not null,
    problems jsonb not null,
    constraint proofs_pkey primary key (proof_id)
);
create index proofs_proved_at_idx on inventory.proofs (proved_at desc);
comment on table inventory.proofs is 'When the ledger was last proved, and what was found.';
comment on column inventory.proofs.proof_id is 'Internal key.';
comment on column inventory.proofs.proved_at is 'When the proof ended.';
comment on column inventory.proofs.duration_ms is 'How long it took, milliseconds.';
comment on column inventory.proofs.problems is 'The first 100 rows of api.prove(); [] is a proof.';
create table inventory.workers (
    worker text not null,
    started_at timestamptz not null,
    heartbeat_at timestamptz not null,
    version text not null,
    constraint workers_pkey primary key (worker)
);
comment on table inventory.workers is 'The worker processes and when each was last heard of.';
comment on column inventory.workers.worker is 'Host and process id.';
comment on column inventory.workers.started_at is 'When the process started.';
comment on column inventory.workers.heartbeat_at is 'When it last said it is alive; every 10 s.';
comment on column inventory.workers.version is 'The version it runs.';
create table auth.people (
    person text not null,
    companion text not null generated always as ('web_' || person) stored,
    name text not null,
    email text,
    kind text not null default 'person',
    time_zone text,
    created_at timestamptz not null default now(),
    created_by text not null default '',
    disabled_at timestamptz,
    constraint people_pkey primary key (person),
    constraint people_companion_key unique (companion),
    constraint people_person_is_a_role_name check (person ~ '^[a-z][a-z0-9_]{1,49}$' and person !~ '^(pg_|web_|stockroom_|postgres$)'),
    constraint people_name_has_length check (char_length(name) between 1 and 120),
    constraint people_email_looks_right check (email ~ '^[^@[:space:]<>,;]{1,64}@[^@[:space:]<>,;]{1,190}$'),
    constraint people_kind_is_known check (kind in ('person', 'tool'))
);
comment on table auth.people is 'People and tools. Each is a Postgres login role of this name, with a companion for the web.';
comment on column auth.people.person is 'The login role''s name.';
comment on column auth.people.companion is 'The NOLOGIN role the web switches to.';
comment on column auth.people.name is 'Name shown to others.';
comment on column auth.people.email is 'Where alerts are mailed; null for none.';
comment on column auth.people.kind is 'person, or tool for what signs in by itself.';
comment on column auth.people.time_zone is 'IANA time zone; null for the company''s.';
comment on column auth.people.created_at is 'When the person was created.';
comment on column auth.people.created_by is 'Who created them.';
comment on column auth.people.disabled_at is 'Since when they may not sign in; null while they may.';
create table auth.location_grants (
    person text not null,
    location_id integer not null,
    granted_by text not null default '',
    granted_at timestamptz not null default now(),
    valid_until timestamptz,
    constraint location_grants_pkey primary key (person, location_id),
    constraint location_grants_person_fkey foreign key (person) references auth.people (person) on delete cascade,
    constraint location_grants_location_id_fkey foreign key (location_id) references inventory.locations (location_id)
);
create index location_grants_location_id_idx on auth.location_grants (location_id);
comment on table auth.location_grants is 'The places a person''s rights reach: each with everything below it.';
comment on column auth.location_grants.person is 'Who.';
comment on column auth.location_grants.location_id is 'Which place.';
comment on column auth.location_grants.granted_by is 'Who granted it.';
comment on column auth.location_grants.granted_at is 'When.';
comment on column auth.location_grants.valid_until is 'Until when; null for no end.';
create table auth.grant_sets (
    person text not null,
    bits varbit not null,
    ranges int4multirange not null,
    valid_until timestamptz,
    constraint grant_sets_pkey primary key (person)
);
comment on table auth.grant_sets is 'location_grants worked out over the tree, so that a policy costs one look-up. Derived.';
comment on column auth.grant_sets.person is 'Who; the row of the empty name belongs to nobody and grants nothing.';
comment on column auth.grant_sets.bits is 'Bit n is 1 where location n is within the grants; as long as the largest location id.';
comment on column auth.grant_sets.ranges is 'The same as ranges of location ids, for policies of written tables.';
comment on column auth.grant_sets.valid_until is 'When the first of the grants ends and the row must be worked out again.';
create table auth.sessions (
    token_hash bytea not null,
    person text not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    last_seen_at timestamptz not null default now(),
    idle_limit interval not null default '30 minutes',
    address inet,
    user_agent text not null default '',
    revoked_at timestamptz,
    constraint sessions_pkey primary key (token_hash),
    constraint sessions_person_fkey foreign key (person) references auth.people (person) on delete cascade,
    constraint sessions_token_hash_is_sha256 check (octet_length(token_hash) = 32),
    constraint sessions_user_agent_has_length check (char_length(user_agent) <= 400)
);
create index sessions_person_idx on auth.sessions (person);
create index sessions_expires_at_idx on auth.sessions (expires_at);
comment on table auth.sessions is 'Web sessions. Only the SHA-256 of a token is kept.';
comment on column auth.sessions.token_hash is 'SHA-256 of the token in the person''s cookie.';
comment on column auth.sessions.person is 'Whose session.';
comment on column auth.sessions.created_at is 'When they signed in.';
comment on column auth.sessions.expires_at is 'When it ends, used or not.';
comment on column auth.sessions.last_seen_at is 'When it was last used, to the minute.';
comment on column auth.sessions.idle_limit is 'How long it may rest unused.';
comment on column auth.sessions.address is 'Address it was opened from.';
comment on column auth.sessions.user_agent is 'Browser it was opened with.';
comment on column auth.sessions.revoked_at is 'When it was ended early.';
create table auth.sign_in_attempts (
    attempt_id bigint generated always as identity,
    person text not null,
    address inet,
    attempted_at timestamptz not null default now(),
    success boolean not null,
    constraint sign_in_attempts_pkey primary key (attempt_id),
    constraint sign_in_attempts_person_has_length check (char_length(person) <= 63)
);
create index sign_in_attempts_person_idx on auth.sign_in_attempts (person, attempted_at desc);
create index sign_in_attempts_address_idx on auth.sign_in_attempts (address, attempted_at desc);
comment on table auth.sign_in_attempts is 'Attempts to sign in through the web, for throttling and audit.';
comment on column auth.sign_in_attempts.attempt_id is 'Internal key.';
comment on column auth.sign_in_attempts.person is 'The name that was given; it need not exist.';
comment on column auth.sign_in_attempts.address is 'Where from.';
comment on column auth.sign_in_attempts.attempted_at is 'When.';
comment on column auth.sign_in_attempts.success is 'Whether it succeeded.';
create table audit.changes (
    change_id bigint generated always as identity,
    changed_at timestamptz not null default clock_timestamp(),
    person text,
    database_user text not null,
    address inet,
    table_name text not null,
    operation text not null,
    before jsonb,
    after jsonb,
    constraint changes_pkey primary key (change_id),
    constraint changes_operation_is_known check (operation in ('insert', 'update', 'delete'))
);
create index changes_changed_at_idx on audit.changes (changed_at desc, change_id desc);
create index changes_table_name_idx on audit.changes (table_name, change_id desc);
comment on table audit.changes is 'Every change of reference data, rights, thresholds and settings. Append-only.';
comment on column audit.changes.change_id is 'Order of recording.';
comment on column audit.changes.changed_at is 'When.';
comment on column audit.changes.person is 'The person, also through the web; null for a DBA''s own role.';
comment on column audit.changes.database_user is 'The login role of the connection.';
comment on column audit.changes.address is 'The connection''s address; null on a socket.';
comment on column audit.changes.table_name is 'Schema and table.';
comment on column audit.changes.operation is 'insert, update or delete.';
comment on column audit.changes.before is 'The row before; null for an insert.';
comment on column audit.changes.after is 'The row after; null for a delete.';
