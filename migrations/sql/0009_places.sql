-- Default ranges by category and kind of place; versions of units.
--
-- The deploy sets lock_timeout. Nothing here writes a table anew: every default is a constant, and
-- what rests on rows that are there is validated, and indexed, by the next step.
-- squawk-ignore-file require-lock-timeout, require-statement-timeout
-- squawk-ignore-file adding-foreign-key-constraint

alter table inventory.units
add column version integer not null default 1,
add column updated_at timestamptz not null default now(),
add column updated_by text not null default '';
comment on column inventory.units.version is 'Counts edits; a stale edit is refused (IN011).';
comment on column inventory.units.updated_at is 'When the row last changed.';
comment on column inventory.units.updated_by is 'Who changed it last.';

create table inventory.threshold_defaults (
    default_id integer generated always as identity,
    category_id integer not null,
    location_id integer not null,
    kind text,
    minimum numeric,
    maximum numeric,
    margin numeric not null default 0,
    severity text not null default 'warning',
    state text not null default 'waiting',
    next_item_id integer not null default 0,
    done integer not null default 0,
    total integer not null default 0,
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    updated_by text not null default '',
    constraint threshold_defaults_pkey primary key (default_id),
    constraint threshold_defaults_category_id_location_id_kind_key unique nulls not distinct (category_id, location_id, kind),
    constraint threshold_defaults_category_id_fkey foreign key (category_id) references inventory.categories (category_id),
    constraint threshold_defaults_location_id_fkey foreign key (location_id) references inventory.locations (location_id),
    constraint threshold_defaults_kind_is_known check (kind in ('company', 'region', 'site', 'zone', 'bin')),
    constraint threshold_defaults_has_a_bound check (minimum is not null or maximum is not null),
    constraint threshold_defaults_bounds_in_range check (coalesce(minimum, 0) >= 0 and coalesce(maximum, 0) >= 0 and coalesce(minimum, 0) < 1000000000000 and coalesce(maximum, 0) < 1000000000000),
    constraint threshold_defaults_minimum_not_above_maximum check (minimum <= maximum),
    constraint threshold_defaults_margin_not_negative check (margin >= 0 and margin < 1000000000000),
    constraint threshold_defaults_margin_fits_range check (minimum is null or maximum is null or minimum > maximum or margin <= maximum - minimum),
    constraint threshold_defaults_severity_is_known check (severity in ('info', 'warning', 'critical')),
    constraint threshold_defaults_state_is_known check (state in ('waiting', 'applied', 'removing'))
);
create index threshold_defaults_location_id_idx on inventory.threshold_defaults (location_id);
comment on table inventory.threshold_defaults is 'The range that items of a category get by themselves, at one place or at all places of a kind below it. A range set by hand is never overwritten.';
comment on column inventory.threshold_defaults.default_id is 'Internal key.';
comment on column inventory.threshold_defaults.category_id is 'Items of this category and those below; the nearest category that has a default wins.';
comment on column inventory.threshold_defaults.location_id is 'The place, or the one within which it is for all places of the kind.';
comment on column inventory.threshold_defaults.kind is 'company, region, site, zone or bin: every open place of this kind at the location and below; null for the location alone.';
comment on column inventory.threshold_defaults.minimum is 'Minimum of the ranges, base unit of each item, rounded to its decimals. Null for none.';
comment on column inventory.threshold_defaults.maximum is 'Maximum of the ranges, likewise.';
comment on column inventory.threshold_defaults.margin is 'Margin of the ranges.';
comment on column inventory.threshold_defaults.severity is 'info, warning or critical.';
comment on column inventory.threshold_defaults.state is 'waiting: being applied to its items; applied; removing: its ranges are taken away, then it goes.';
comment on column inventory.threshold_defaults.next_item_id is 'Items up to this key are done, while it is being applied.';
comment on column inventory.threshold_defaults.done is 'How many items are done.';
comment on column inventory.threshold_defaults.total is 'Of how many.';
comment on column inventory.threshold_defaults.version is 'Counts edits; a stale edit is refused (IN011).';
comment on column inventory.threshold_defaults.updated_at is 'When it was last edited.';
comment on column inventory.threshold_defaults.updated_by is 'Who edited it last.';

alter table inventory.thresholds
-- With the column, which is null in every row: PostgreSQL reads none to prove it. Validated later it
-- would read them under row policies, and be refused.
add column default_id integer constraint thresholds_default_id_fkey references inventory.threshold_defaults (default_id),
add constraint thresholds_default_id_goes_with_default check ((set_by = 'default') = (default_id is not null)) not valid;
comment on column inventory.thresholds.default_id is 'The default that wrote it; null where a person did.';
