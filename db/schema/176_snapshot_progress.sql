create table inventory.snapshot_progress (
    only_row boolean not null default true,
    filed_to bigint not null default 0,
    mark_id bigint,
    mark_xid xid8,
    valued_to bigint,
    constraint snapshot_progress_pkey primary key (only_row),
    constraint snapshot_progress_is_one_row check (only_row),
    constraint snapshot_progress_mark_goes_together check ((mark_id is null) = (mark_xid is null))
);
comment on table inventory.snapshot_progress is 'How far late movements have been filed: at most one row.';
comment on column inventory.snapshot_progress.only_row is 'Always true.';
comment on column inventory.snapshot_progress.filed_to is 'Up to this movement inventory.late_movements is whole.';
comment on column inventory.snapshot_progress.mark_id is 'The next one to file to: the newest movement when the mark was made.';
comment on column inventory.snapshot_progress.mark_xid is 'A transaction that began after the mark: once all before it have ended, no movement up to the mark is still to come. Means nothing after a restore.';
comment on column inventory.snapshot_progress.valued_to is 'Up to this movement inventory.kept_costs has what receipts told; null before the first time.';
