create or replace function inventory.unit_scale(unit text)
returns table (dimension text, scale numeric)
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select u.dimension, u.scale
    from (values
        ('mg', 'mass', 0.000001), ('g', 'mass', 0.001), ('kg', 'mass', 1), ('t', 'mass', 1000), ('oz', 'mass', 0.028349523125), ('lb', 'mass', 0.45359237),
        ('mm', 'length', 0.001), ('cm', 'length', 0.01), ('m', 'length', 1), ('km', 'length', 1000), ('in', 'length', 0.0254), ('ft', 'length', 0.3048),
        ('ml', 'volume', 0.001), ('cl', 'volume', 0.01), ('dl', 'volume', 0.1), ('l', 'volume', 1), ('gal', 'volume', 3.785411784),
        ('s', 'time', 1), ('min', 'time', 60), ('h', 'time', 3600), ('d', 'time', 86400)
    ) as u (unit, dimension, scale)
    where u.unit = lower(unit_scale.unit)
$$;
alter function inventory.unit_scale(text) owner to stockroom_owner;
grant execute on function inventory.unit_scale(text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.unit_scale(text) is
'What a unit measures, and its size in kilograms, metres, litres or seconds; no row for a unit that is none of these.';
