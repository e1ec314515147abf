create or replace function inventory.read_bounds(word jsonb, unit text)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ends jsonb := inventory.share_unit(inventory.split_bounds(word ->> 'value'));
    v_low numeric := inventory.read_measure(v_ends ->> 'low', unit);
    v_high numeric := inventory.read_measure(v_ends ->> 'high', unit);
    v_bad text := case when v_ends ->> 'low' is not null and v_low is null then v_ends ->> 'low'
        when v_ends ->> 'high' is not null and v_high is null then v_ends ->> 'high' end;
    v_key text := word ->> 'key';
    v_meant text;
begin
    -- 1,5 alone may be two numbers, 1,500 anywhere a thousand and a half.
    if word ->> 'value' ~ '^\s*=?\s*-?\d+,\d' then
        perform inventory.refuse_commas(word, btrim(word ->> 'value', ' ='));
    elsif word ->> 'value' ~ '\d,\d{3}(\D|$)' then
        perform inventory.refuse_commas(word, substring(word ->> 'value' from '-?\d+(?:,\d+)+(?:\.\d+)?'));
    elsif v_bad ~ '^-?\d+([.,]\d+)?\s*[A-Za-z%/]+$' then
        perform inventory.refuse_word(
            word, case when unit is null then format('%s has no unit.', v_key) else format('"%s" is no unit of %s.', left(v_bad, 60), v_key) end,
            case when unit is null then 'Write the number alone.' else format('It is in %s.', unit) end,
            v_key || ':' || replace(word ->> 'value', v_bad, substring(v_bad from '-?\d+(?:[.,]\d+)?') || coalesce(unit, ''))
        );
    elsif v_bad ~ '^-?\d{21,}([.,]\d*)?$' then
        perform inventory.refuse_word(word, format('"%s" has too many digits.', left(v_bad, 60)), 'At most 20 before the point and 12 behind it.', null);
    elsif v_bad is not null or (v_low is null and v_high is null) then
        v_meant := inventory.meant_number(word ->> 'value');
        perform inventory.refuse_word(
            word, format('"%s" is not a number.', left(coalesce(v_bad, word ->> 'value'), 60)), format('For example %s:10, %s:<10 or %s:10..20.', v_key, v_key, v_key),
            v_key || ':' || case when word ->> 'value' ~ '^[<>]' or v_meant is null then replace(word ->> 'value', v_bad, inventory.meant_number(v_bad)) else v_meant end
        );
    elsif v_low > v_high then
        perform inventory.refuse_word(word, 'The range is the wrong way round.', 'The smaller number comes first.',
            v_key || ':' || (v_ends ->> 'high') || '..' || (v_ends ->> 'low'));
    end if;
    return v_ends || jsonb_build_object('low', v_low, 'high', v_high);
end
$$;
alter function inventory.read_bounds(jsonb, text) owner to stockroom_owner;
grant execute on function inventory.read_bounds(jsonb, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reader;
comment on function inventory.read_bounds(jsonb, text) is
'The ends of a comparison or range of numbers, in the unit given: {"low", "high", "above", "below"}. Raises IN012.';
