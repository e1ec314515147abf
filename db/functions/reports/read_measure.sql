create or replace function inventory.read_measure(said text, unit text)
returns numeric
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    -- A plain number, or one with a unit of the dimension of the declared one; a comma is read
    -- as a point where only that can be meant.
    select case
        when m.part is null then null
        when m.part[2] = '' or lower(m.part[2]) = lower(read_measure.unit) then n.number
        else (select trim_scale(round(n.number * f.scale / t.scale, 12))
            from inventory.unit_scale(m.part[2]) as f join inventory.unit_scale(read_measure.unit) as t using (dimension))
    end
    from (select regexp_match(btrim(replace(read_measure.said, chr(8722), '-')), '^(-?\d{1,20}(?:[.,]\d{1,12})?)\s*([A-Za-z%/]{0,12})$') as part) as m,
    lateral (select trim_scale(replace(m.part[1], ',', '.')::numeric) as number) as n
$$;
alter function inventory.read_measure(text, text) owner to stockroom_owner;
grant execute on function inventory.read_measure(text, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.read_measure(text, text) is
'A number as somebody wrote it, in the unit given (null: a plain number); null where it cannot be read as one.';
