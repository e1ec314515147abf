create or replace function inventory.split_bounds(said text)
returns jsonb
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case
        when b.part[1] is not null then jsonb_build_object('low', nullif(b.part[1], ''), 'high', nullif(b.part[2], ''), 'above', false, 'below', false)
        else jsonb_build_object(
            'low', case when c.part[1] is null or c.part[1] in ('>', '>=', '=', '') then c.part[2] end,
            'high', case when c.part[1] is null or c.part[1] in ('<', '<=', '=', '') then c.part[2] end,
            'above', coalesce(c.part[1] = '>', false), 'below', coalesce(c.part[1] = '<', false))
    end
    from regexp_match(btrim(split_bounds.said), '^(.*?)\.\.(.*)$') as b (part), regexp_match(btrim(split_bounds.said), '^(<=|>=|<|>|=)?\s*(.*)$') as c (part)
$$;
alter function inventory.split_bounds(text) owner to stockroom_owner;
grant execute on function inventory.split_bounds(text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.split_bounds(text) is
'A comparison or a range taken apart: {"low", "high" (text, null for open), "above", "below" (whether the end itself is left out)}.';
