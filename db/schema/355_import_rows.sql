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
