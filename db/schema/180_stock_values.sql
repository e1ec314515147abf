-- What the sums of a snapshot are worth at the latest costs that were kept, beside inventory.stock_sums in the
-- same order. A table apart, because cost is a right of its own.
create table inventory.stock_values (
    taken_at timestamptz not null,
    location_id integer not null,
    worth numeric[] not null,
    unvalued integer[] not null,
    constraint stock_values_pkey primary key (taken_at, location_id),
    constraint stock_values_taken_at_location_id_fkey foreign key (taken_at, location_id)
    references inventory.stock_sums (taken_at, location_id) on delete cascade,
    constraint stock_values_arrays_are_as_long check (cardinality(worth) = cardinality(unvalued))
);
comment on table inventory.stock_values is 'What the stock of a snapshot is worth at the costs of inventory.kept_costs, by place, category and unit. Derived from inventory.stock_snapshots.';
comment on column inventory.stock_values.taken_at is 'The instant.';
comment on column inventory.stock_values.location_id is 'The location itself, without those below it.';
comment on column inventory.stock_values.worth is 'On hand times cost, of each category and unit of inventory.stock_sums, in the company''s currency.';
comment on column inventory.stock_values.unvalued is 'How many levels that were not zero have no cost.';
