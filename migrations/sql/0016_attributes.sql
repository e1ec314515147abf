-- Attributes are kept in the dashboard: their order, retiring, versions. And the items that wait for
-- the ranges of defaults, which an import of many leaves to the worker.
--
-- The deploy sets lock_timeout. Nothing here writes a table anew: every default is a constant.
-- squawk-ignore-file require-lock-timeout, require-statement-timeout

alter table inventory.attributes
add column position integer not null default 0,
add column retired_at timestamptz,
add column version integer not null default 1,
add column updated_at timestamptz not null default now(),
add column updated_by text not null default '';
comment on column inventory.attributes.position is 'Order among the fields of an item, the smallest first; of equal ones the first declared.';
comment on column inventory.attributes.retired_at is 'Since when it is offered no more; items keep the values they have. Null while in use.';
comment on column inventory.attributes.version is 'Counts edits; a stale edit is refused (IN011).';
comment on column inventory.attributes.updated_at is 'When the row last changed.';
comment on column inventory.attributes.updated_by is 'Who changed it last.';

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
