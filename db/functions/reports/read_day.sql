create or replace function inventory.read_day(said text, today date, toward text)
returns date
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    -- 7d alone is ago where only the past can be meant, ahead where only the future.
    select case
        when said ~ '^\d{4}-\d{2}-\d{2}$' and pg_input_is_valid(said, 'date') and said >= '0001' then said::date
        when said = 'today' then today
        when said = 'yesterday' then today - 1
        when said = 'tomorrow' then today + 1
        when said ~ '^[+-]?\d{1,5}[dwmy]$' and (said ~ '^[+-]' or toward <> '') then (
            today + (case when said like '-%' or (said !~ '^[+]' and toward = 'past') then -1 else 1 end)
            * least(substring(said from '\d+')::integer, 36500) * case right(said, 1)
                when 'd' then interval '1 day' when 'w' then interval '7 days' when 'm' then interval '1 month' else interval '1 year' end
        )::date
    end
$$;
alter function inventory.read_day(text, date, text) owner to stockroom_owner;
grant execute on function inventory.read_day(text, date, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.read_day(text, date, text) is
'A day as somebody wrote it: 2026-01-31, today, yesterday, tomorrow, 7d, 2w, 3m, 1y, with + or - ahead or back; null where it is none. toward: past, future or empty, what a span without a sign means.';
