create or replace function inventory.drop_parenthesis(said text)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
-- The text begins with the parenthesis; the one that closes it goes with it, and quotes are left alone.
declare
    v_deep integer := 0;
    v_quoted boolean := false;
    v_letter text;
begin
    for n in 1..char_length(said) loop
        v_letter := substr(said, n, 1);
        v_quoted := v_quoted <> (v_letter = '"' and substr(said, n - 1, 1) <> '\');
        v_deep := v_deep + case when v_quoted then 0 when v_letter = '(' then 1 when v_letter = ')' then -1 else 0 end;
        if v_deep = 0 and not v_quoted then
            return ltrim(substr(said, 2, n - 2)) || substr(said, n + 1);
        end if;
    end loop;
    return ltrim(substr(said, 2));
end
$$;
alter function inventory.drop_parenthesis(text) owner to stockroom_owner;
grant execute on function inventory.drop_parenthesis(text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.drop_parenthesis(text) is
'A text that begins with a parenthesis, without it and the one that closes it.';
