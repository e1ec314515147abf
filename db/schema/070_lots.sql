create table inventory.lots (
    lot_id integer generated always as identity,
    item_id integer,
    code text not null,
    expires_on date,
    created_at timestamptz not null default now(),
    version integer not null default 1,
    updated_at timestamptz,
    updated_by text not null default '',
    constraint lots_pkey primary key (lot_id),
    constraint lots_item_id_code_key unique (item_id, code),
    constraint lots_item_id_fkey foreign key (item_id) references inventory.items (item_id) on delete cascade,
    constraint lots_only_lot_0_has_no_item check ((item_id is null) = (lot_id = 0)),
    constraint lots_code_is_trimmed check (code = btrim(code)),
    constraint lots_code_has_length check (char_length(code) <= 60 and (code <> '' or lot_id = 0))
);
create index lots_code_idx on inventory.lots (code);
create index lots_expires_on_idx on inventory.lots (expires_on) include (item_id) where expires_on is not null;
comment on table inventory.lots is 'Batches of an item. Lot 0 stands for "no lot", so that keys need no null.';
comment on column inventory.lots.lot_id is 'Internal key; 0 is "no lot".';
comment on column inventory.lots.item_id is 'The item; null only for lot 0.';
comment on column inventory.lots.code is 'Lot code, unique for the item.';
comment on column inventory.lots.expires_on is 'Last day of use, null where it does not expire.';
comment on column inventory.lots.created_at is 'When the lot was first received.';
comment on column inventory.lots.version is 'Counts edits; a stale edit is refused (IN011).';
comment on column inventory.lots.updated_at is 'When it was last edited; null for never.';
comment on column inventory.lots.updated_by is 'Who edited it last.';
insert into inventory.lots (lot_id, item_id, code) overriding system value values (0, null, '');
