-- Files sent to the dashboard to be imported, and their rows while they are judged. Both tables are
-- new; the key to auth.people locks that against changes of its own kind for a moment.
-- squawk-ignore-file require-lock-timeout, require-statement-timeout

create table inventory.imports (
    import_id uuid not null default gen_random_uuid(),
    person text not null,
    kind text not null,
    file_name text not null,
    file_bytes bigint not null,
    sha256 bytea not null,
    encoding text not null,
    delimiter text not null,
    header jsonb not null,
    notes jsonb not null default '[]',
    mapping jsonb not null default '{}',
    state text not null default 'reading',
    choice text,
    row_count integer not null default 0,
    done integer not null default 0,
    counts jsonb not null default '{}',
    problem text,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    heartbeat_at timestamptz,
    finished_at timestamptz,
    constraint imports_pkey primary key (import_id),
    constraint imports_import_id_person_key unique (import_id, person),
    constraint imports_person_fkey foreign key (person) references auth.people (person),
    constraint imports_kind_is_known check (kind in ('items', 'locations', 'movements', 'thresholds')),
    constraint imports_state_is_known check (
        state in ('reading', 'mapping', 'checking', 'checked', 'importing', 'done', 'failed', 'cancelled')
    ),
    constraint imports_choice_is_known check (choice in ('check', 'all', 'good')),
    constraint imports_sha256_has_length check (octet_length(sha256) = 32),
    constraint imports_file_name_has_length check (char_length(file_name) <= 255),
    constraint imports_header_is_array check (jsonb_typeof(header) = 'array')
);
create index imports_person_idx on inventory.imports (person, created_at desc);
comment on table inventory.imports is 'Files that people sent to be imported: what they are, how they are read, how far they are. Gone after a year.';
comment on column inventory.imports.import_id is 'Key.';
comment on column inventory.imports.person is 'Who sent it, and in whose name it is imported.';
comment on column inventory.imports.kind is 'What its rows are: items, locations, movements or thresholds.';
comment on column inventory.imports.file_name is 'Its name on their machine.';
comment on column inventory.imports.file_bytes is 'Its size, bytes.';
comment on column inventory.imports.sha256 is 'SHA-256 of the file: the same one again is known by it.';
comment on column inventory.imports.encoding is 'The encoding of its text, as it was found; xlsx for a workbook.';
comment on column inventory.imports.delimiter is 'What stands between its columns.';
comment on column inventory.imports.header is 'The names of its columns, in order.';
comment on column inventory.imports.notes is 'What is worth knowing of how it was read: sentences.';
comment on column inventory.imports.mapping is 'Which column is which field, and how values are read: {"columns", "defaults", "decimal", "date_format"}.';
comment on column inventory.imports.state is 'reading, mapping, checking, checked, importing, done, failed or cancelled.';
comment on column inventory.imports.choice is 'What was started last: check, all (of it or nothing) or good (rows only).';
comment on column inventory.imports.row_count is 'Rows below its header.';
comment on column inventory.imports.done is 'How many of them were gone through.';
comment on column inventory.imports.counts is 'What came of it: {"new", "changed", "unchanged", "bad", "alerts", …}.';
comment on column inventory.imports.problem is 'Why all of it failed, where it did.';
comment on column inventory.imports.created_at is 'When it was sent.';
comment on column inventory.imports.started_at is 'When the check or import began.';
comment on column inventory.imports.heartbeat_at is 'When whoever does it last said so.';
comment on column inventory.imports.finished_at is 'When it ended.';
create table inventory.import_rows (
    import_id uuid not null,
    person text not null,
    line integer not null,
    cells jsonb not null,
    problems jsonb,
    constraint import_rows_pkey primary key (import_id, person, line),
    constraint import_rows_import_id_person_fkey foreign key (import_id, person)
    references inventory.imports (import_id, person) on delete cascade,
    constraint import_rows_cells_is_array check (jsonb_typeof(cells) = 'array')
);
create index import_rows_bad_idx on inventory.import_rows (import_id, line) where problems is not null;
comment on table inventory.import_rows is 'The rows of files that people sent to be imported, as they stand there. Gone after a week.';
comment on column inventory.import_rows.import_id is 'Of which file.';
comment on column inventory.import_rows.person is 'Whose file.';
comment on column inventory.import_rows.line is 'Its first line in the file.';
comment on column inventory.import_rows.cells is 'Its cells as text, in the order of the header.';
comment on column inventory.import_rows.problems is 'Why it is refused, by the last check: [{"column", "value", "reason", "hint"}]; null where it is not.';
