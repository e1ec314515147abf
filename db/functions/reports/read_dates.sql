create or replace function inventory.read_dates(word jsonb, toward text)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- Days of the caller's own time zone, as the first that counts and the first that does not.
declare
    c_span constant text := '^\d+[dwmy]$';
    v_ends jsonb := inventory.split_bounds(lower(word ->> 'value'));
    v_zone text := inventory.own_time_zone();
    v_today date := (now() at time zone v_zone)::date;
    v_low date := inventory.read_day(v_ends ->> 'low', v_today, toward);
    v_high date := inventory.read_day(v_ends ->> 'high', v_today, toward);
    v_above boolean := (v_ends ->> 'above')::boolean;
    v_below boolean := (v_ends ->> 'below')::boolean;
    v_key text := word ->> 'key';
begin
    if (v_ends ->> 'low' is not null and v_low is null) or (v_ends ->> 'high' is not null and v_high is null) or (v_low is null and v_high is null) then
        perform inventory.refuse_word(
            word, format('"%s" is not a date.', left(coalesce(v_ends ->> 'low', v_ends ->> 'high', word ->> 'value'), 60)),
            format('For example %s:2026-01-31, %s:>2026-01-31, %s:today or %s:%s.', v_key, v_key, v_key, v_key, case when toward = '' then '<+30d' else '7d' end),
            null
        );
    elsif v_ends ->> 'low' = v_ends ->> 'high' and v_ends ->> 'low' ~ '\d[dwmy]$' then
        -- A span alone is all of it: the last seven days, the next thirty.
        v_low := least(v_low, v_today);
        v_high := greatest(v_high, v_today);
    elsif toward = 'past' and coalesce(v_ends ->> 'low', v_ends ->> 'high') ~ c_span and coalesce(v_ends ->> 'high', v_ends ->> 'low') ~ c_span then
        -- Of what is past a span is an age: <7d is less than seven days ago, 7d..30d between.
        select v_high, v_low, v_below, v_above into v_low, v_high, v_above, v_below;
        if v_low > v_high then
            select v_high, v_low into v_low, v_high;
        end if;
    elsif v_low > v_high then
        perform inventory.refuse_word(word, 'The range is the wrong way round.', 'The earlier day comes first.',
            v_key || ':' || (v_ends ->> 'high') || '..' || (v_ends ->> 'low'));
    end if;
    return jsonb_build_object('from', v_low + v_above::integer, 'before', v_high + (not v_below)::integer, 'zone', v_zone);
end
$$;
alter function inventory.read_dates(jsonb, text) owner to stockroom_owner;
grant execute on function inventory.read_dates(jsonb, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.read_dates(jsonb, text) is
'The days a comparison or range of dates reaches over: {"from", "before" (the first day after), "zone"}. toward: past, where a span is an age (<7d is less than seven days ago), future, or empty. Raises IN012.';
