create table inventory.list_columns (
    person text not null,
    list text not null,
    columns text[] not null,
    constraint list_columns_pkey primary key (person, list),
    constraint list_columns_person_fkey foreign key (person) references auth.people (person) on delete cascade,
    constraint list_columns_list_is_a_word check (list ~ '^[a-z_]{1,40}$'),
    constraint list_columns_columns_are_few check (cardinality(columns) <= 40 and octet_length(columns::text) <= 2000)
);
comment on table inventory.list_columns is 'Which columns a person chose for a list; none where they see its own.';
comment on column inventory.list_columns.person is 'Who chose.';
comment on column inventory.list_columns.list is 'The list: items, movements, ….';
comment on column inventory.list_columns.columns is 'Keys of the columns shown.';
