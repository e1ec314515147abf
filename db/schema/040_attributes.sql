create table inventory.attributes (
    attribute_id integer generated always as identity,
    category_id integer not null,
    attribute text not null,
    label text not null,
    type text not null,
    unit text,
    choices text[],
    required boolean not null default false,
    position integer not null default 0,
    retired_at timestamptz,
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    updated_by text not null default '',
    constraint attributes_pkey primary key (attribute_id),
    constraint attributes_category_id_attribute_key unique (category_id, attribute),
    constraint attributes_category_id_fkey foreign key (category_id) references inventory.categories (category_id),
    constraint attributes_attribute_is_lower_case check (attribute ~ '^[a-z][a-z0-9_]{0,39}$'),
    constraint attributes_label_has_length check (char_length(label) between 1 and 60),
    constraint attributes_type_is_known check (type in ('text', 'number', 'choice', 'date', 'boolean')),
    constraint attributes_choices_belong_to_choice check ((type = 'choice') = (choices is not null and cardinality(choices) > 0)),
    constraint attributes_unit_belongs_to_number check (unit is null or type = 'number')
);
comment on table inventory.attributes is 'User-defined fields of items, declared per category and inherited down the tree.';
comment on column inventory.attributes.attribute_id is 'Internal key.';
comment on column inventory.attributes.category_id is 'Category whose items, and those of all categories below, have this field.';
comment on column inventory.attributes.attribute is 'Key in items.attributes and name of the search qualifier.';
comment on column inventory.attributes.label is 'Name shown to people.';
comment on column inventory.attributes.type is 'text, number, choice, date (ISO 8601) or boolean.';
comment on column inventory.attributes.unit is 'Unit of a number, as shown; null for none.';
comment on column inventory.attributes.choices is 'Allowed values of a choice.';
comment on column inventory.attributes.required is 'Whether an item must have a value.';
comment on column inventory.attributes.position is 'Order among the fields of an item, the smallest first; of equal ones the first declared.';
comment on column inventory.attributes.retired_at is 'Since when it is offered no more; items keep the values they have. Null while in use.';
comment on column inventory.attributes.version is 'Counts edits; a stale edit is refused (IN011).';
comment on column inventory.attributes.updated_at is 'When the row last changed.';
comment on column inventory.attributes.updated_by is 'Who changed it last.';
