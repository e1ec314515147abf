create table inventory.stock_levels (
    item_id integer not null,
    location_id integer not null,
    lot_id integer not null default 0,
    on_hand numeric not null default 0,
    reserved numeric not null default 0,
    allow_negative boolean not null,
    changed_at timestamptz not null default now(),
    constraint stock_levels_pkey primary key (item_id, location_id, lot_id),
    constraint stock_levels_item_id_fkey foreign key (item_id) references inventory.items (item_id),
    constraint stock_levels_lot_id_fkey foreign key (lot_id) references inventory.lots (lot_id),
    constraint stock_levels_location_id_allow_negative_fkey foreign key (location_id, allow_negative)
    references inventory.locations (location_id, allow_negative) on update cascade,
    constraint stock_levels_on_hand_not_negative check (on_hand >= 0 or allow_negative),
    constraint stock_levels_reserved_not_negative check (reserved >= 0),
    constraint stock_levels_reserved_within_on_hand check (reserved <= on_hand or allow_negative)
) with (fillfactor = 70);
create index stock_levels_location_id_idx on inventory.stock_levels (location_id, item_id);
create index stock_levels_lot_id_idx on inventory.stock_levels (lot_id) where lot_id <> 0;
comment on table inventory.stock_levels is 'On hand and reserved per item, location and lot. Derived from movements, proved by api.prove().';
comment on column inventory.stock_levels.item_id is 'The item.';
comment on column inventory.stock_levels.location_id is 'The location.';
comment on column inventory.stock_levels.lot_id is 'The lot; 0 is "no lot".';
comment on column inventory.stock_levels.on_hand is 'Sum of the movements, in the item''s base unit.';
comment on column inventory.stock_levels.reserved is 'Promised to open reservations; available = on hand - reserved.';
comment on column inventory.stock_levels.allow_negative is 'The location''s own setting, kept equal by the foreign key.';
comment on column inventory.stock_levels.changed_at is 'When on hand last changed.';
