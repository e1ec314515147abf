-- What moved between two snapshots. The worker adds up those that are there.
-- The deploy sets lock_timeout. A new table, and a column without a default: nothing is rewritten.
-- squawk-ignore-file require-lock-timeout, require-statement-timeout

alter table inventory.snapshots add column moves_from timestamptz;
comment on column inventory.snapshots.moves_from is 'The snapshot before it: from then on inventory.move_sums has what moved; null until it is summed.';
-- What moved between two snapshots by place, category and unit, so that a summary of months adds some
-- thousands of figures and not a million movements. Arrays side by side, a row a place, as in
-- inventory.stock_sums; the last two stand apart.
create table inventory.move_sums (
    taken_at timestamptz not null,
    location_id integer not null,
    category_ids integer[] not null,
    unit_ids integer[] not null,
    received numeric[] not null,
    issued numeric[] not null,
    transferred_in numeric[] not null,
    transferred_out numeric[] not null,
    adjusted numeric[] not null,
    reversed numeric[] not null,
    moves integer[] not null,
    item_ids integer[] not null,
    item_unit_ids integer[] not null,
    constraint move_sums_pkey primary key (taken_at, location_id),
    constraint move_sums_taken_at_fkey foreign key (taken_at) references inventory.snapshots (taken_at) on delete cascade,
    constraint move_sums_location_id_fkey foreign key (location_id) references inventory.locations (location_id),
    constraint move_sums_arrays_are_as_long check (
        cardinality(category_ids) = cardinality(unit_ids) and cardinality(category_ids) = cardinality(received)
        and cardinality(category_ids) = cardinality(issued) and cardinality(category_ids) = cardinality(transferred_in)
        and cardinality(category_ids) = cardinality(transferred_out) and cardinality(category_ids) = cardinality(adjusted)
        and cardinality(category_ids) = cardinality(reversed) and cardinality(category_ids) = cardinality(moves)
        and cardinality(item_ids) = cardinality(item_unit_ids)
    )
);
create index move_sums_location_id_idx on inventory.move_sums (location_id);
comment on table inventory.move_sums is 'What moved from the snapshot before up to a snapshot, by place, category and unit. Derived from movements.';
comment on column inventory.move_sums.taken_at is 'The snapshot that ends it; what happened from its moves_from on and was known when it was made is in.';
comment on column inventory.move_sums.location_id is 'The location itself, without those below it.';
comment on column inventory.move_sums.category_ids is 'The items'' category when it was summed; see inventory.recategorised_items.';
comment on column inventory.move_sums.unit_ids is 'The items'' base unit, which is fixed once stock has moved.';
comment on column inventory.move_sums.received is 'Sum of receipts.';
comment on column inventory.move_sums.issued is 'Sum of issues: negative.';
comment on column inventory.move_sums.transferred_in is 'Sum of what came by transfers.';
comment on column inventory.move_sums.transferred_out is 'Sum of what went by transfers: negative.';
comment on column inventory.move_sums.adjusted is 'Sum of adjustments and counts, signed.';
comment on column inventory.move_sums.reversed is 'Sum of reversals, signed.';
comment on column inventory.move_sums.moves is 'How many movements.';
comment on column inventory.move_sums.item_ids is 'The items that moved here, each once.';
comment on column inventory.move_sums.item_unit_ids is 'The base unit of each of these items.';
