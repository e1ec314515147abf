create or replace function inventory.refuse_ledger_key(word jsonb, known text[])
returns void
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_key text := word ->> 'key';
    v_near text := coalesce((
        select w.meant from (values
            ('sku', 'item'), ('name', 'item'), ('barcode', 'item'), ('place', 'location'), ('person', 'by'), ('user', 'by'), ('type', 'kind'), ('batch', 'lot'),
            ('occurred', 'happened'), ('date', 'happened'), ('moved', 'happened'), ('since', 'from'), ('recorded', 'from'), ('posted', 'from'), ('until', 'to')
        ) as w (said, meant) where w.said = v_key
    ), inventory.nearest_word(v_key, known));
begin
    perform inventory.refuse_word(
        word, format('"%s:" is not a qualifier of movements.', left(v_key, 60)),
        concat_ws(' ', 'Did you mean ' || v_near || '?', 'Qualifiers are ' || array_to_string(known, ', ') || '.'),
        v_near || ':' || case when (word ->> 'quoted')::boolean then inventory.search_quoted(word ->> 'value') else word ->> 'value' end
    );
end
$$;
alter function inventory.refuse_ledger_key(jsonb, text[]) owner to stockroom_owner;
grant execute on function inventory.refuse_ledger_key(jsonb, text[]) to stockroom_viewer, stockroom_auditor;
comment on function inventory.refuse_ledger_key(jsonb, text[]) is
'Refuses a word of a search over the ledger whose key is none; proposes the nearest. Raises IN012.';
