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
