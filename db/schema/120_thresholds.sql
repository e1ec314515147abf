create table inventory.thresholds (
    threshold_id integer generated always as identity,
    item_id integer not null,
    location_id integer not null,
    minimum numeric,
    maximum numeric,
    margin numeric not null default 0,
    severity text not null default 'warning',
    measure text not null default 'on_hand',
    set_by text not null default 'person',
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    updated_by text not null default '',
    default_id integer,
    constraint thresholds_pkey primary key (threshold_id),
    constraint thresholds_item_id_location_id_key unique (item_id, location_id),
    constraint thresholds_item_id_fkey foreign key (item_id) references inventory.items (item_id) on delete cascade,
    constraint thresholds_location_id_fkey foreign key (location_id) references inventory.locations (location_id),
    constraint thresholds_default_id_fkey foreign key (default_id) references inventory.threshold_defaults (default_id),
    constraint thresholds_has_a_bound check (minimum is not null or maximum is not null),
    constraint thresholds_bounds_are_finite check (coalesce(abs(minimum), 0) < 1000000000000 and coalesce(abs(maximum), 0) < 1000000000000),
    constraint thresholds_minimum_not_above_maximum check (minimum <= maximum),
    constraint thresholds_margin_not_negative check (margin >= 0 and margin < 1000000000000),
    constraint thresholds_margin_fits_range check (minimum is null or maximum is null or minimum > maximum or margin <= maximum - minimum),
    constraint thresholds_severity_is_known check (severity in ('info', 'warning', 'critical')),
    constraint thresholds_measure_is_known check (measure in ('on_hand', 'available')),
    constraint thresholds_set_by_is_known check (set_by in ('person', 'default')),
    constraint thresholds_default_id_goes_with_default check ((set_by = 'default') = (default_id is not null))
);
create index thresholds_location_id_idx on inventory.thresholds (location_id);
create index thresholds_default_id_idx on inventory.thresholds (default_id, item_id) where default_id is not null;
comment on table inventory.thresholds is 'The range an item should stay in, judged on the sum over one location and all below it.';
comment on column inventory.thresholds.threshold_id is 'Internal key.';
comment on column inventory.thresholds.item_id is 'The item.';
comment on column inventory.thresholds.location_id is 'The location whose subtree is summed.';
comment on column inventory.thresholds.minimum is 'Reorder point, base unit: below it the item is low. Null for none.';
comment on column inventory.thresholds.maximum is 'Above it the item is over. Null for none.';
comment on column inventory.thresholds.margin is 'How far back into range the quantity must come before the alert resolves.';
comment on column inventory.thresholds.severity is 'info, warning or critical.';
comment on column inventory.thresholds.measure is 'What is compared: on_hand or available.';
comment on column inventory.thresholds.set_by is 'person, or default where a category''s default wrote it.';
comment on column inventory.thresholds.version is 'Counts edits; a stale edit is refused (IN011).';
comment on column inventory.thresholds.updated_at is 'When the row last changed.';
comment on column inventory.thresholds.updated_by is 'Who changed it last.';
comment on column inventory.thresholds.default_id is 'The default that wrote it; null where a person did.';
