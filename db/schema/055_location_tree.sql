create table inventory.location_tree (
    location_id integer not null,
    ancestor_id integer not null,
    depth integer not null,
    constraint location_tree_pkey primary key (location_id, ancestor_id),
    constraint location_tree_location_id_fkey foreign key (location_id) references inventory.locations (location_id) on delete cascade,
    constraint location_tree_ancestor_id_fkey foreign key (ancestor_id) references inventory.locations (location_id) on delete cascade,
    constraint location_tree_depth_not_negative check (depth >= 0)
);
create index location_tree_ancestor_id_idx on inventory.location_tree (ancestor_id, location_id);
comment on table inventory.location_tree is 'Every location with itself and all places above it. Derived from locations.parent_id.';
comment on column inventory.location_tree.location_id is 'The place.';
comment on column inventory.location_tree.ancestor_id is 'The place itself or one above it.';
comment on column inventory.location_tree.depth is 'Steps up from the place to the ancestor; 0 is the place itself.';
