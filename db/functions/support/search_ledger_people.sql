create or replace function inventory.search_ledger_people(word jsonb)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
-- By login or name as lists show them, or where a word of the name begins: Becker is Jo Becker.
declare
    v_all text[] := case when (word ->> 'quoted')::boolean then array[word ->> 'value'] else array_remove(string_to_array(word ->> 'value', ','), '') end;
    v_people text[] := '{}';
    v_found text[];
    v_said text;
    v_near text;
begin
    foreach v_said in array v_all loop
        v_said := lower(btrim(v_said));
        v_found := array(select p.person from api.people as p where p.person = v_said or lower(p.name) = v_said);
        if v_found = '{}' and v_said <> '' then
            v_found := array(
                select p.person from api.people as p
                where starts_with(p.person, v_said) or position(' ' || v_said in translate(' ' || lower(p.name), '-._', '   ')) > 0 limit 1000);
        end if;
        if v_found = '{}' then
            v_near := inventory.nearest_word(v_said, array(
                select n.word from (
                    select p.person as word from api.people as p
                    union
                    select lower(p.name) from api.people as p
                    union
                    select lower(w.word) from api.people as p cross join lateral regexp_split_to_table(p.name, '[-._ ]+') as w (word)
                    limit 5000
                ) as n
            ));
            perform inventory.refuse_word(word, format('Nobody is known as "%s".', left(v_said, 60)), coalesce('Did you mean ' || v_near || '?', 'A name, or a part of it, as lists show it.'),
                'by:' || case when cardinality(v_all) > 1 then array_to_string(array_replace(v_all, v_said, v_near), ',') else inventory.search_quoted(v_near) end);
        end if;
        v_people := v_people || v_found;
    end loop;
    return to_jsonb(v_people);
end
$$;
alter function inventory.search_ledger_people(jsonb) owner to stockroom_owner;
grant execute on function inventory.search_ledger_people(jsonb) to stockroom_viewer, stockroom_auditor;
comment on function inventory.search_ledger_people(jsonb) is
'The logins of the people whom a word of a search over the ledger names, several with commas, as a JSON array. Raises IN012; proposes the nearest.';
