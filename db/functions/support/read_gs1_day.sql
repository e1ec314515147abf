create or replace function inventory.read_gs1_day(said text)
returns date
language sql
stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    -- The century is the one that puts the year within 50 years; day 00 is the month's last.
    with said as (
        select substr(said, 1, 2)::integer as yy, substr(said, 3, 2)::integer as month, substr(said, 5, 2)::integer as day,
            extract(year from current_date)::integer as now
    ), whole as (
        select s.month, s.day, s.now - s.now % 100 + s.yy + case when s.yy - s.now % 100 >= 51 then -100 when s.yy - s.now % 100 <= -50 then 100 else 0 end as year
        from said as s
    ), ends as (
        select w.*, (make_date(w.year, w.month, 1) + interval '1 month - 1 day')::date as last from whole as w where w.month between 1 and 12
    )
    select case when e.day = 0 then e.last when e.day <= extract(day from e.last) then make_date(e.year, e.month, e.day) end from ends as e
$$;
alter function inventory.read_gs1_day(text) owner to stockroom_owner;
grant execute on function inventory.read_gs1_day(text) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.read_gs1_day(text) is 'The day that six digits YYMMDD of a GS1 barcode mean; null for none.';
