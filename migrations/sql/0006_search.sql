-- Tags and barcodes of items.
--
-- The deploy sets lock_timeout. The default of tags is a constant, so no row is written; its checks
-- are proved by the next step, while people work.
-- squawk-ignore-file require-lock-timeout, require-statement-timeout

alter table inventory.items
add column tags text[] not null default '{}',
add constraint items_tags_are_few check (cardinality(tags) <= 20) not valid,
add constraint items_tags_are_words check (
    cardinality(tags) = 0
    or array_to_string(tags, '') !~ '[,"[:cntrl:]]'
    and ',' || array_to_string(tags, ',', '') ~ '^(,[^[:space:],]([^,]{0,38}[^[:space:],])?)+$'
    and lower(array_to_string(tags, ',')) = array_to_string(tags, ',')
) not valid;
comment on column inventory.items.tags is 'Words people sort items by across categories: lower case, in order, each once, at most 20.';

create table inventory.item_barcodes (
    barcode text not null,
    item_id integer not null,
    unit_id integer,
    created_at timestamptz not null default now(),
    created_by text not null default '',
    constraint item_barcodes_pkey primary key (barcode),
    constraint item_barcodes_item_id_fkey foreign key (item_id) references inventory.items (item_id) on delete cascade,
    constraint item_barcodes_item_id_unit_id_fkey foreign key (item_id, unit_id)
    references inventory.item_units (item_id, unit_id) deferrable initially immediate,
    constraint item_barcodes_barcode_is_printable check (barcode ~ '^[!-~]([ -~]{0,78}[!-~])?$')
);
create index item_barcodes_item_id_idx on inventory.item_barcodes (item_id, unit_id);
comment on table inventory.item_barcodes is 'What a scanner reads on an item or on one of its packs; an item may have several.';
comment on column inventory.item_barcodes.barcode is 'As scanned: 1 to 80 printable characters; stands for one item only.';
comment on column inventory.item_barcodes.item_id is 'The item.';
comment on column inventory.item_barcodes.unit_id is 'The pack it stands for; null for one of the base unit.';
comment on column inventory.item_barcodes.created_at is 'When it was linked to the item.';
comment on column inventory.item_barcodes.created_by is 'Who linked it.';
