create or replace function inventory.prove_documents()
returns table (rule text, detail jsonb)
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    with content as (
        select m.document_id, count(*) as lines,
            range_agg(int4range(m.location_id, m.location_id + 1)) as places
        from inventory.movements as m group by 1
    )
    select 'a document has its lines and places', jsonb_build_object('document', d.document_id)
    from inventory.documents as d
    left join content as c using (document_id)
    where d.line_count is distinct from c.lines or d.places is distinct from c.places
    union all
    select 'a transfer sums to zero per item and lot', jsonb_build_object('document', m.document_id, 'item_id', m.item_id)
    from inventory.movements as m
    join inventory.documents as d on d.document_id = m.document_id and d.posted_at = m.posted_at
    where d.kind = 'transfer'
    group by m.document_id, m.item_id, m.lot_id
    having sum(m.quantity) <> 0
    union all
    select 'a receipt adds and an issue takes', jsonb_build_object('movement_id', m.movement_id)
    from inventory.movements as m
    join inventory.documents as d on d.document_id = m.document_id and d.posted_at = m.posted_at
    where (d.kind = 'receipt' and m.quantity < 0) or (d.kind = 'issue' and m.quantity > 0)
    union all
    -- By joins over the whole ledger: looked up for each reversal, it took minutes wherever the
    -- planner knew nothing of the tables yet, as after a crash.
    select distinct 'a reversal mirrors its original', jsonb_build_object('document', part.reversal_id)
    from (
        select r.document_id as reversal_id, r.document_id
        from inventory.documents as r
        where r.kind = 'reversal'
        union all
        select r.document_id, r.reverses_document_id
        from inventory.documents as r
        where r.kind = 'reversal'
    ) as part
    inner join inventory.movements as m on m.document_id = part.document_id
    group by part.reversal_id, m.item_id, m.location_id, m.lot_id
    having sum(m.quantity) <> 0
    union all
    select 'a cost belongs to its movement', jsonb_build_object('movement_id', c.movement_id)
    from inventory.movement_costs as c
    left join inventory.movements as m using (movement_id, item_id, location_id, quantity)
    where m.movement_id is null
    union all
    select 'an item costs what its latest receipt says', jsonb_build_object(
        'item_id', item_id, 'last_cost', k.last_cost, 'expected', c.unit_cost)
    from inventory.item_costs as k
    full join inventory.latest_costs(null) as c using (item_id)
    where (k.last_cost, k.costed_at) is distinct from (c.unit_cost, c.posted_at)
$$;
alter function inventory.prove_documents() owner to stockroom_reader;
comment on function inventory.prove_documents() is 'Where documents and their movements differ. Part of api.prove().';
