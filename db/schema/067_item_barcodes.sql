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
