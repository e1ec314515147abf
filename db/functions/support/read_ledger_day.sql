create or replace function inventory.read_ledger_day(word jsonb)
returns timestamptz
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
-- In the person's own zone; "to" includes its day.
declare
    v_key text := word ->> 'key';
    v_said text := lower(btrim(word ->> 'value'));
    v_zone text := inventory.own_time_zone();
    v_today date := (now() at time zone v_zone)::date;
    v_day date := inventory.read_day(v_said, v_today, 'past');
    v_ends text[] := regexp_match(v_said, '^(.+)\.\.(.+)$');
begin
    if v_day is null then
        perform inventory.refuse_word(
            word, format('"%s:%s" is not understood.', v_key, left(word ->> 'value', 60)), 'A day: 2026-01-31, today, yesterday or 7d, seven days ago.',
            case when v_ends is not null then format('from:%s to:%s', v_ends[1], v_ends[2])
                else v_key || ':' || inventory.nearest_word(v_said, array['today', 'yesterday']) end
        );
    end if;
    return (v_day + case v_key when 'to' then 1 else 0 end)::timestamp at time zone v_zone;
end
$$;
alter function inventory.read_ledger_day(jsonb) owner to stockroom_owner;
grant execute on function inventory.read_ledger_day(jsonb) to stockroom_viewer, stockroom_auditor;
comment on function inventory.read_ledger_day(jsonb) is
'When the day begins that from: of a search over the ledger names, or the one ends that to: names. Raises IN012.';
