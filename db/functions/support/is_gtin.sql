create or replace function inventory.is_gtin(code text)
returns boolean
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    -- From the right every second digit counts three times; the last makes the sum a multiple of ten.
    select case
        when code ~ '^(\d{8}|\d{12,14})$' then (
            select sum(substr(lpad(code, 14, '0'), n, 1)::integer * case n % 2 when 1 then 3 else 1 end) % 10 = 0
            from generate_series(1, 14) as n
        )
        when code is not null then false
    end
$$;
alter function inventory.is_gtin(text) owner to stockroom_owner;
grant execute on function inventory.is_gtin(text) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.is_gtin(text) is
'Whether it is a trade item number (GTIN-8, -12, -13 or -14) whose check digit is right; null for null.';
