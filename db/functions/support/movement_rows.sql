create or replace function inventory.movement_rows(movement_ids bigint[])
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- by keys, however many rows are guessed: no table's index from its beginning either
set enable_mergejoin = off
set enable_hashjoin = off
as $$
    select coalesce(jsonb_agg(to_jsonb(m) - 'movement_id' || jsonb_build_object(
        'posted_by_name', coalesce(p.name, m.posted_by),
        'reversed', exists (select from inventory.documents as r where r.reverses_document_id = m.document)
    ) order by m.movement_id desc), '[]')
    from api.movements as m
    left join api.people as p on p.person = m.posted_by
    where m.movement_id = any (movement_rows.movement_ids)
$$;
alter function inventory.movement_rows(bigint[]) owner to stockroom_owner;
grant execute on function inventory.movement_rows(bigint[]) to stockroom_viewer, stockroom_auditor;
comment on function inventory.movement_rows(bigint[]) is 'Movements as lists show them, newest first, of these keys.';
