create or replace function inventory.edit_distance(one text, other text)
returns integer
language plpgsql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
-- Levenshtein's: how many letters are put in, left out or replaced, or swapped with the next.
declare
    v_one text := left(one, 60);
    v_other text := left(other, 60);
    v_before integer[];
    v_last integer[] := array(select g.n from generate_series(0, char_length(v_other)) as g (n));
    v_row integer[];
    v_cost integer;
begin
    for i in 1..char_length(v_one) loop
        v_row := array[i];
        for j in 1..char_length(v_other) loop
            v_cost := case when substr(v_one, i, 1) = substr(v_other, j, 1) then 0 else 1 end;
            v_row := v_row || least(v_row[j] + 1, v_last[j + 1] + 1, v_last[j] + v_cost);
            if i > 1 and j > 1 and substr(v_one, i, 1) = substr(v_other, j - 1, 1) and substr(v_one, i - 1, 1) = substr(v_other, j, 1) then
                v_row[j + 1] := least(v_row[j + 1], v_before[j - 1] + 1);
            end if;
        end loop;
        v_before := v_last;
        v_last := v_row;
    end loop;
    return v_last[char_length(v_other) + 1];
end
$$;
alter function inventory.edit_distance(text, text) owner to stockroom_owner;
grant execute on function inventory.edit_distance(text, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reader, stockroom_writer;
comment on function inventory.edit_distance(text, text) is
'How many letters one word is away from another: put in, left out, replaced, swapped with the next. Of both the first 60 letters.';
