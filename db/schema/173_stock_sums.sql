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
