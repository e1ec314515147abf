create or replace function inventory.refuse_commas(word jsonb, said text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- A comma stands between values elsewhere, in numbers for the point, or between thousands: none of
-- these is taken for granted, for a search means the same to everybody it is shared with.
declare
    v_comma boolean := coalesce((select p.numbers <> 'point' from inventory.preferences as p where p.person = auth.signed_in()), false);
    v_numbers text[] := string_to_array(substring(said from '^-?([\d,.]+)'), ',');
    v_several boolean := cardinality(v_numbers) > 2 or not v_comma and said ~ ',\d{3}(\D|$)';
    v_unit text := substring(said from '\d\s*([A-Za-z%/]*)$');
    v_row boolean := cardinality(v_numbers) > 2 and not exists (
        select from unnest(v_numbers) with ordinality as u (part, n)
        where u.part !~ '^\d{1,9}$' or case when u.part ~ '^\d{1,9}$' and v_numbers[1] ~ '^\d{1,9}$' then u.part::integer <> v_numbers[1]::integer + u.n - 1 else true end);
    v_meant text := case
        when v_row and said !~ '^-' then v_numbers[1] || '..' || v_numbers[cardinality(v_numbers)] || v_unit
        when said ~ '^-?\d{1,3}(,\d{3})+(\.\d+)?[^\d,.]*$' and v_several then replace(said, ',', '')
        when cardinality(v_numbers) = 2 and said ~ '^-?\d+,\d+[^\d,.]*$' then replace(said, ',', '.')
    end;
begin
    perform inventory.refuse_word(
        word, format('"%s" is not clear: it has a comma.', left(said, 60)),
        format('One number, with a point and nothing between thousands, or a range: %s:1.5, %s:1500 or %s:10..20.', word ->> 'key', word ->> 'key', word ->> 'key'),
        (word ->> 'key') || ':' || replace(word ->> 'value', said, v_meant)
    );
end
$$;
alter function inventory.refuse_commas(jsonb, text) owner to stockroom_owner;
grant execute on function inventory.refuse_commas(jsonb, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.refuse_commas(jsonb, text) is
'Refuses a number of a search that has a comma which may mean several things; proposes what it means to those who write numbers as the caller does. Raises IN012.';
