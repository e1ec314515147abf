-- Sums of snapshots. The worker adds up those that are there.
-- The deploy sets lock_timeout. New tables, and columns without a default: nothing is rewritten.
-- squawk-ignore-file require-lock-timeout, require-statement-timeout

alter table inventory.snapshots add column settled_to bigint, add column recorded_to bigint, add column summed_to bigint;
comment on column inventory.snapshots.settled_to is 'All movements up to this key were recorded before the instant; null until it is summed.';
comment on column inventory.snapshots.recorded_to is 'The newest of those known that was recorded before the instant; between the two lies what was recorded at once.';
comment on column inventory.snapshots.summed_to is 'Its sums by category are as of this key of inventory.recategorised_items; null until it is summed.';
-- What a snapshot comes to by place, category and unit, so that a report adds some thousands of figures
-- and not some millions. Four arrays side by side, a row a place, as in inventory.stock_snapshots. No key
-- refers to the categories: one that is removed since is none of today's.
create table inventory.stock_sums (
    taken_at timestamptz not null,
    location_id integer not null,
    category_ids integer[] not null,
    unit_ids integer[] not null,
    on_hand numeric[] not null,
    levels integer[] not null,
    constraint stock_sums_pkey primary key (taken_at, location_id),
    constraint stock_sums_taken_at_fkey foreign key (taken_at) references inventory.snapshots (taken_at) on delete cascade,
    constraint stock_sums_location_id_fkey foreign key (location_id) references inventory.locations (location_id),
    constraint stock_sums_arrays_are_as_long check (
        cardinality(category_ids) = cardinality(unit_ids) and cardinality(category_ids) = cardinality(on_hand)
        and cardinality(category_ids) = cardinality(levels)
    )
);
create index stock_sums_location_id_idx on inventory.stock_sums (location_id);
comment on table inventory.stock_sums is 'Stock of a snapshot by place, category and unit. Derived from inventory.stock_snapshots.';
comment on column inventory.stock_sums.taken_at is 'The instant.';
comment on column inventory.stock_sums.location_id is 'The location itself, without those below it.';
comment on column inventory.stock_sums.category_ids is 'The items'' category when it was summed; see inventory.recategorised_items.';
comment on column inventory.stock_sums.unit_ids is 'The items'' base unit, which is fixed once stock has moved.';
comment on column inventory.stock_sums.on_hand is 'Sum of what was on hand.';
comment on column inventory.stock_sums.levels is 'How many levels were not zero.';
-- Items that went from one category to another since a snapshot was summed: a report takes them out
-- of the one and puts them into the other.
create table inventory.recategorised_items (
    change_id bigint generated always as identity,
    item_id integer not null,
    category_id integer not null,
    constraint recategorised_items_pkey primary key (change_id),
    constraint recategorised_items_item_id_fkey foreign key (item_id) references inventory.items (item_id) on delete cascade
);
create index recategorised_items_item_id_idx on inventory.recategorised_items (item_id);
comment on table inventory.recategorised_items is 'Changes of items'' categories that some snapshot''s sums do not know yet. Derived.';
comment on column inventory.recategorised_items.change_id is 'Order of the changes.';
comment on column inventory.recategorised_items.item_id is 'The item.';
comment on column inventory.recategorised_items.category_id is 'The category it had before.';
