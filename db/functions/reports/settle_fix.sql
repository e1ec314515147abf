create or replace function inventory.settle_fix(fix text, reads text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- A search may have several mistakes: what mends one is read, and mended on, until all can be read.
declare
    c_tries constant integer := 8;
    v_fix text := fix;
    v_detail text;
begin
    if reads is null then
        return fix;
    end if;
    for n in 1..c_tries loop
        if v_fix is null then
            return null;
        end if;
        begin
            if reads = 'movements' then
                perform inventory.read_ledger_search(v_fix, false);
            else
                perform inventory.read_search(v_fix, false);
            end if;
            return v_fix;
        exception when sqlstate 'IN012' then
            get stacked diagnostics v_detail = pg_exception_detail;
        end;
        v_fix := v_detail::jsonb ->> 'fix';
    end loop;
    return null;
end
$$;
alter function inventory.settle_fix(text, text) owner to stockroom_owner;
grant execute on function inventory.settle_fix(text, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.settle_fix(text, text) is
'A search that is proposed, with what else is wrong with it mended too; null where it cannot be read. reads: items or movements; null leaves it as it is. Called where a search is refused only.';
