create table auth.grant_sets (
    person text not null,
    bits varbit not null,
    ranges int4multirange not null,
    valid_until timestamptz,
    constraint grant_sets_pkey primary key (person)
);
comment on table auth.grant_sets is 'location_grants worked out over the tree, so that a policy costs one look-up. Derived.';
comment on column auth.grant_sets.person is 'Who; the row of the empty name belongs to nobody and grants nothing.';
comment on column auth.grant_sets.bits is 'Bit n is 1 where location n is within the grants; at least as far as their places reach.';
comment on column auth.grant_sets.ranges is 'The same as ranges of location ids, for policies of written tables.';
comment on column auth.grant_sets.valid_until is 'When the first of the grants ends and the row must be worked out again.';
