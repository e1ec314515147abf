create table inventory.alerts (
    alert_id uuid not null default gen_random_uuid(),
    threshold_id integer,
    item_id integer not null,
    location_id integer not null,
    kind text not null,
    severity text not null,
    minimum numeric,
    maximum numeric,
    balance_at_opening numeric not null,
    document_id uuid,
    opened_at timestamptz not null default now(),
    resolved_at timestamptz,
    resolution text,
    constraint alerts_pkey primary key (alert_id),
    constraint alerts_threshold_id_fkey foreign key (threshold_id) references inventory.threshold_balances (threshold_id) on delete set null,
    constraint alerts_item_id_fkey foreign key (item_id) references inventory.items (item_id) on delete cascade,
    constraint alerts_location_id_fkey foreign key (location_id) references inventory.locations (location_id),
    constraint alerts_document_id_fkey foreign key (document_id) references inventory.documents (document_id),
    constraint alerts_kind_is_known check (kind in ('low', 'out', 'over')),
    constraint alerts_severity_is_known check (severity in ('info', 'warning', 'critical')),
    constraint alerts_resolution_goes_with_resolved_at check ((resolved_at is null) = (resolution is null)),
    constraint alerts_resolution_is_known check (resolution in ('back in range', 'threshold changed', 'threshold removed'))
);
create unique index alerts_one_open_per_threshold_key on inventory.alerts (threshold_id) where resolved_at is null;
create index alerts_opened_at_idx on inventory.alerts (opened_at desc, alert_id);
create index alerts_resolved_at_idx on inventory.alerts (resolved_at desc) where resolved_at is not null;
create index alerts_item_id_idx on inventory.alerts (item_id, opened_at desc);
create index alerts_location_id_idx on inventory.alerts (location_id);
create index alerts_threshold_id_idx on inventory.alerts (threshold_id);
create index alerts_document_id_idx on inventory.alerts (document_id);
create index alerts_open_idx on inventory.alerts (opened_at desc, alert_id) where resolved_at is null;
create index alerts_open_item_id_idx on inventory.alerts (item_id) where resolved_at is null;
comment on table inventory.alerts is 'One crossing of a threshold, from open to resolved. At most one is open per threshold.';
comment on column inventory.alerts.alert_id is 'Key, shown to people.';
comment on column inventory.alerts.threshold_id is 'The threshold; null once it was removed.';
comment on column inventory.alerts.item_id is 'The item.';
comment on column inventory.alerts.location_id is 'The threshold''s location.';
comment on column inventory.alerts.kind is 'low, out or over; low becomes out when the last unit leaves.';
comment on column inventory.alerts.severity is 'The threshold''s severity when it was crossed.';
comment on column inventory.alerts.minimum is 'The threshold''s minimum when it was crossed.';
comment on column inventory.alerts.maximum is 'The threshold''s maximum when it was crossed.';
comment on column inventory.alerts.balance_at_opening is 'The sum that crossed, base unit.';
comment on column inventory.alerts.document_id is 'The document that moved the stock; null where the threshold itself changed.';
comment on column inventory.alerts.opened_at is 'When the range was left.';
comment on column inventory.alerts.resolved_at is 'When it was back in range; null while open.';
comment on column inventory.alerts.resolution is 'back in range, threshold changed or threshold removed.';
