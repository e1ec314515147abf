create table inventory.waiting_items (
    item_id integer not null,
    batch xid8 not null,
    settled boolean not null default false,
    waiting_since timestamptz not null default now(),
    constraint waiting_items_pkey primary key (batch, item_id),
    constraint waiting_items_item_id_fkey foreign key (item_id) references inventory.items (item_id) on delete cascade
);
create index waiting_items_item_id_idx on inventory.waiting_items (item_id);
comment on table inventory.waiting_items is 'Items made by a large import, that get the ranges of defaults from the worker. Empty when all have theirs.';
comment on column inventory.waiting_items.item_id is 'The item.';
comment on column inventory.waiting_items.batch is 'The transaction that made or changed it; the worker takes one after the other.';
comment on column inventory.waiting_items.settled is 'Whether it has its ranges; the rows of a batch go when all have.';
comment on column inventory.waiting_items.waiting_since is 'When it began to wait.';
