create or replace function inventory.refuse_lines(problems jsonb, line_count integer)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_detail jsonb := inventory.line_sentences(refuse_lines.problems);
begin
    if v_detail is null then
        -- What was wrong a moment ago is not any more: somebody mended it in between.
        raise exception using errcode = 'serialization_failure', message = 'Something these lines speak of changed meanwhile.',
            hint = 'Post again with the same key.';
    end if;
    raise exception using errcode = 'IN001',
        message = case when jsonb_array_length(v_detail) = 1
            then format('Line %s: %s', v_detail -> 0 ->> 'line', v_detail -> 0 ->> 'message')
            else format(
                '%s of %s lines cannot be posted.',
                (select count(distinct d.value -> 'line') from jsonb_array_elements(v_detail) as d), refuse_lines.line_count
            )
        end,
        detail = v_detail::text,
        hint = 'Nothing was posted. Correct the lines and post again with the same key.';
end
$$;
alter function inventory.refuse_lines(jsonb, integer) owner to stockroom_writer;
comment on function inventory.refuse_lines(jsonb, integer) is
'Refuses a document with every bad line at once. Raises IN001; DETAIL is a JSON array of lines, each with its own code.';
