create table inventory.items (
    item_id integer generated always as identity,
    sku text not null,
    name text not null,
    description text not null default '',
    category_id integer not null,
    unit_id integer not null,
    attributes jsonb not null default '{}',
    version integer not null default 1,
    created_at timestamptz not null default now(),
    created_by text not null default '',
    updated_at timestamptz not null default now(),
    updated_by text not null default '',
    retired_at timestamptz,
    tags text[] not null default '{}',
    constraint items_pkey primary key (item_id),
    constraint items_sku_key unique (sku) include (item_id, name, category_id, retired_at),
    constraint items_category_id_fkey foreign key (category_id) references inventory.categories (category_id),
    constraint items_unit_id_fkey foreign key (unit_id) references inventory.units (unit_id),
    constraint items_sku_is_upper_case check (sku ~ '^[A-Z0-9][A-Z0-9_./+-]{0,59}$'),
    constraint items_name_has_length check (char_length(name) between 1 and 200),
    constraint items_description_has_length check (char_length(description) <= 4000),
    constraint items_attributes_is_object check (jsonb_typeof(attributes) = 'object'),
    constraint items_attributes_is_small check (pg_column_size(attributes) <= 8192),
    constraint items_tags_are_few check (cardinality(tags) <= 20),
    constraint items_tags_are_words check (
        cardinality(tags) = 0
        or array_to_string(tags, '') !~ '[,"[:cntrl:]]'
        and ',' || array_to_string(tags, ',', '') ~ '^(,[^[:space:],]([^,]{0,38}[^[:space:],])?)+$'
        and lower(array_to_string(tags, ',')) = array_to_string(tags, ',')
    )
);
create index items_name_idx on inventory.items (name, item_id) include (sku, category_id, retired_at);
create index items_category_id_idx on inventory.items (category_id, name, item_id) include (sku, retired_at);
create index items_updated_at_idx on inventory.items (updated_at desc, item_id desc) include (name, sku, category_id, retired_at);
create index items_unit_id_idx on inventory.items (unit_id);
create index items_name_words_idx on inventory.items using gin (lower(name) public.gin_trgm_ops);
create index items_attributes_idx on inventory.items using gin (attributes jsonb_path_ops);
create index items_tags_idx on inventory.items using gin (tags);
create index items_created_at_idx on inventory.items (created_at, item_id) include (name, sku, category_id, retired_at);
create index items_category_id_updated_at_idx on inventory.items (category_id, updated_at desc, item_id desc) include (name, sku, retired_at);
create index items_category_id_created_at_idx on inventory.items (category_id, created_at, item_id) include (name, sku, retired_at);
comment on table inventory.items is 'Things that are stocked, known by their SKU.';
comment on column inventory.items.item_id is 'Internal key.';
comment on column inventory.items.sku is 'Stock keeping unit: upper case, unique, what people and barcodes say.';
comment on column inventory.items.name is 'Name shown to people.';
comment on column inventory.items.description is 'Free text, at most 4,000 characters.';
comment on column inventory.items.category_id is 'Category, which declares the attributes.';
comment on column inventory.items.unit_id is 'Base unit: what every quantity of the ledger is in. Fixed once stock has moved.';
comment on column inventory.items.attributes is 'Values of the attributes declared for the category.';
comment on column inventory.items.version is 'Counts edits; a stale edit is refused (IN011).';
comment on column inventory.items.created_at is 'When the item was created.';
comment on column inventory.items.created_by is 'Who created it.';
comment on column inventory.items.updated_at is 'When the row last changed.';
comment on column inventory.items.updated_by is 'Who changed it last.';
comment on column inventory.items.retired_at is 'When the item was retired: it stays in history and takes no more movements.';
comment on column inventory.items.tags is 'Words people sort items by across categories: lower case, in order, each once, at most 20.';
