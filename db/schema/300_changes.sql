create table audit.changes (
    change_id bigint generated always as identity,
    changed_at timestamptz not null default clock_timestamp(),
    person text,
    database_user text not null,
    address inet,
    table_name text not null,
    operation text not null,
    before jsonb,
    after jsonb,
    actor text,
    session_id uuid,
    constraint changes_pkey primary key (change_id),
    constraint changes_operation_is_known check (operation in ('insert', 'update', 'delete'))
);
create index changes_changed_at_idx on audit.changes (changed_at desc, change_id desc);
create index changes_person_idx on audit.changes (person, change_id desc);
create index changes_table_name_idx on audit.changes (table_name, change_id desc);
-- What changed of one item: its row, packs, files, lots and ranges.
create index changes_item_id_idx on audit.changes ((coalesce(after, before) -> 'item_id'), change_id desc)
where coalesce(after, before) -> 'item_id' is not null;
-- Who was an admin: asked before somebody may change their own groups.
create index changes_admins_idx on audit.changes (changed_at)
where table_name = 'auth.people' and before -> 'recorded_groups' ? 'admin';
comment on table audit.changes is 'Every change of reference data, rights, thresholds and settings. Append-only.';
comment on column audit.changes.change_id is 'Order of recording.';
comment on column audit.changes.changed_at is 'When.';
comment on column audit.changes.person is 'The person, also through the web; null for a DBA''s own role.';
comment on column audit.changes.database_user is 'The login role of the connection.';
comment on column audit.changes.address is 'Where from: of a web session, the address it was opened from; else the connection''s. Null on a socket.';
comment on column audit.changes.table_name is 'Schema and table.';
comment on column audit.changes.operation is 'insert, update or delete.';
comment on column audit.changes.before is 'The row before; null for an insert.';
comment on column audit.changes.after is 'The row after; null for a delete.';
comment on column audit.changes.actor is 'Who looked on as that person (see as); else null.';
comment on column audit.changes.session_id is 'The web session; null for a direct login.';
