create or replace view api.locations with (security_invoker = true) as
select
    l.code as location, l.name, l.kind, p.code as parent,
    (
        -- One by one, by key: as a join, all places were read for the path of each.
        select string_agg((select a.name from inventory.locations as a where a.location_id = t.ancestor_id), ' / ' order by t.depth desc)
        from inventory.location_tree as t
        where t.location_id = l.location_id
    ) as path,
    l.location_id <@ (select auth.postable_ranges()) as postable, l.allow_negative, l.retired_at, l.version, l.updated_at, l.updated_by
from inventory.locations as l
left join inventory.locations as p on p.location_id = l.parent_id;
alter view api.locations owner to stockroom_owner;
grant select on api.locations to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting, stockroom_admin;
comment on view api.locations is
'The places the reader may see, with the path above them.';
comment on column api.locations.path is 'Names from the top down.';
comment on column api.locations.postable is 'Whether the reader may post here.';
comment on column api.locations.location is 'Code of the place.';
comment on column api.locations.name is 'Name shown to people.';
comment on column api.locations.kind is 'company, region, site, zone or bin.';
comment on column api.locations.parent is 'Code of the one above; null at the top.';
comment on column api.locations.allow_negative is 'Whether on hand may go below zero here.';
comment on column api.locations.retired_at is 'When the place was closed; it takes no more movements; null while in use.';
comment on column api.locations.version is 'Counts edits; state it with an edit.';
comment on column api.locations.updated_at is 'When the row last changed.';
comment on column api.locations.updated_by is 'Who changed it last.';
