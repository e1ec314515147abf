create table inventory.item_edits (
    edit_id uuid not null default gen_random_uuid(),
    person text not null,
    changes jsonb not null,
    versions jsonb not null,
    query text not null default '',
    state text not null default 'checking',
    total integer not null default 0,
    done integer not null default 0,
    result jsonb not null default '{}',
    problem text,
    created_at timestamptz not null default now(),
    started_at timestamptz not null default now(),
    heartbeat_at timestamptz not null default now(),
    finished_at timestamptz,
    checked_at timestamptz,
    run uuid,
    ranges jsonb not null default '{}',
    constraint item_edits_pkey primary key (edit_id),
    constraint item_edits_person_fkey foreign key (person) references auth.people (person),
    constraint item_edits_state_is_known check (state in ('checking', 'checked', 'changing', 'done', 'failed', 'cancelled')),
    constraint item_edits_query_has_length check (char_length(query) <= 500),
    constraint item_edits_versions_is_object check (jsonb_typeof(versions) = 'object'),
    constraint item_edits_ranges_is_object check (jsonb_typeof(ranges) = 'object')
);
create index item_edits_person_idx on inventory.item_edits (person, created_at desc);
comment on table inventory.item_edits is 'Changes of many items that take a while: what is to change, how far it is, what came of it. Gone after a week.';
comment on column inventory.item_edits.edit_id is 'Key, shown in the address of its page.';
comment on column inventory.item_edits.person is 'Who changes them, and with whose rights.';
comment on column inventory.item_edits.changes is 'What changes, as api.edit_items() takes it.';
comment on column inventory.item_edits.versions is 'The items as they were selected: {SKU: version}.';
comment on column inventory.item_edits.query is 'The search of the list they were selected in, to lead back there.';
comment on column inventory.item_edits.state is 'checking (what would come of it), checked, changing, done, failed or cancelled; of a change that failed or was cancelled, what was done stays done.';
comment on column inventory.item_edits.total is 'Items selected.';
comment on column inventory.item_edits.done is 'Items gone through so far, in the order of their SKUs; what is left is as it was.';
comment on column inventory.item_edits.result is 'What would come, or came so far, of it, as api.edit_items() answers it; empty before.';
comment on column inventory.item_edits.problem is 'Why it failed; null where it did not.';
comment on column inventory.item_edits.created_at is 'When it was asked for.';
comment on column inventory.item_edits.started_at is 'When the check or the change began.';
comment on column inventory.item_edits.heartbeat_at is 'When whoever does it was last heard of.';
comment on column inventory.item_edits.finished_at is 'When that ended; null while it runs.';
comment on column inventory.item_edits.checked_at is 'When its check ended; null before, so that nothing was changed.';
comment on column inventory.item_edits.run is 'Key of the one run that goes through it; null while it waits for its turn.';
comment on column inventory.item_edits.ranges is 'Their ranges at the location of the changes, as they were selected: {SKU: inventory.range_mark()}.';
