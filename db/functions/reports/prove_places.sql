create or replace function inventory.prove_places()
returns table (rule text, detail jsonb)
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    with recursive up as (
        select l.location_id, l.location_id as ancestor_id, 0 as depth from inventory.locations as l
        union all
        select u.location_id, l.parent_id, u.depth + 1
        from up as u
        join inventory.locations as l on l.location_id = u.ancestor_id
        where l.parent_id is not null and u.depth < 100
    )
    select 'the location tree follows the parents', jsonb_build_object('location_id', location_id, 'ancestor_id', ancestor_id)
    from up as u
    full join inventory.location_tree as t using (location_id, ancestor_id)
    where u.depth is distinct from t.depth
    union all
    select 'kept grants equal the grants', jsonb_build_object('person', s.person)
    from (select g.person from auth.grant_sets as g union select g.person from auth.location_grants as g) as s
    left join auth.grant_sets as k using (person)
    cross join lateral auth.work_out_grants(s.person) as w
    where (k.valid_until is null or k.valid_until > statement_timestamp())
    -- Bits may end before a place that is not theirs: auth.readable_bits() fills them up.
    and (rtrim(k.bits::text, '0'), k.ranges, k.valid_until) is distinct from (rtrim(w.bits::text, '0'), w.ranges, w.valid_until)
$$;
alter function inventory.prove_places() owner to stockroom_reader;
comment on function inventory.prove_places() is 'Where the kept tree and grants differ from what they are derived from. Part of api.prove().';
