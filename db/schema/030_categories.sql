create table inventory.categories (
    category_id integer generated always as identity,
    code text not null,
    name text not null,
    parent_id integer,
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    updated_by text not null default '',
    constraint categories_pkey primary key (category_id),
    constraint categories_code_key unique (code),
    constraint categories_parent_id_fkey foreign key (parent_id) references inventory.categories (category_id),
    constraint categories_code_is_upper_case check (code ~ '^[A-Z0-9][A-Z0-9_.-]{0,39}$'),
    constraint categories_name_has_length check (char_length(name) between 1 and 120),
    constraint categories_not_own_parent check (parent_id <> category_id)
);
create index categories_parent_id_idx on inventory.categories (parent_id);
comment on table inventory.categories is 'The tree of categories. Attributes are declared on it and inherited downwards.';
comment on column inventory.categories.category_id is 'Internal key.';
comment on column inventory.categories.code is 'Upper-case code, unique.';
comment on column inventory.categories.name is 'Name shown to people.';
comment on column inventory.categories.parent_id is 'Category above, null at the top.';
comment on column inventory.categories.version is 'Counts edits; a stale edit is refused (IN011).';
comment on column inventory.categories.updated_at is 'When the row last changed.';
comment on column inventory.categories.updated_by is 'Who changed it last.';
