create table inventory.item_units (
    item_id integer not null,
    unit_id integer not null,
    factor numeric not null,
    constraint item_units_pkey primary key (item_id, unit_id),
    constraint item_units_item_id_fkey foreign key (item_id) references inventory.items (item_id) on delete cascade,
    constraint item_units_unit_id_fkey foreign key (unit_id) references inventory.units (unit_id),
    constraint item_units_factor_is_positive check (factor > 0 and factor < 1000000000)
);
create index item_units_unit_id_idx on inventory.item_units (unit_id);
comment on table inventory.item_units is 'Packs: other units an item may be entered in.';
comment on column inventory.item_units.item_id is 'The item.';
comment on column inventory.item_units.unit_id is 'The pack''s unit, for example case.';
comment on column inventory.item_units.factor is 'Base units in one pack, exact.';
