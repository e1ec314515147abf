create or replace function inventory.meant_number(said text)
returns text
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    -- Where only one number, or range, can be meant; null where that is not so.
    select case
        when s.said ~ '^-?\d{1,20}([.,]\d{1,12})?e[+-]?\d{1,2}$' then (
            select case when n.number ~ '^-?\d{1,20}(\.\d{1,12})?$' then n.number end
            from (select trim_scale(replace(s.said, ',', '.')::numeric)::text as number) as n)
        when s.said ~ '^-?\d{1,20}[.,]\d{13,}$' then trim_scale(round(replace(s.said, ',', '.')::numeric, 12))::text
        -- 1 200, 1'200, 1_200
        when s.said ~ '^-?\d{1,3}([_'' ]\d{3}){1,6}$' then regexp_replace(s.said, '[_'' ]', '', 'g')
        when s.said ~ '^\d{1,20}(\.\d{1,12})?(-|\.\.\.|\.\.\d[\d.]*\.\.)\d{1,20}(\.\d{1,12})?$'
            then regexp_replace(s.said, '^(\d+(?:\.\d+)?)(?:-|\.\.\.|\.\.\d[\d.]*\.\.)(\d+(?:\.\d+)?)$', '\1..\2')
        when s.said ~ '^[^\d.,]*-?\d{1,20}(\.\d{1,12})?[^\d.,]*$' then substring(s.said from '-?\d+(?:\.\d+)?')
    end
    from (select replace(replace(replace(lower(btrim(meant_number.said)), chr(8722), '-'), chr(8211), '-'), chr(8230), '...') as said) as s
$$;
alter function inventory.meant_number(text) owner to stockroom_owner;
grant execute on function inventory.meant_number(text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.meant_number(text) is
'The number, or range of numbers, that somebody meant by a text that is none as a search writes it; null where none is clear.';
