create or replace function inventory.read_cursor(cursor_text text, fields text[])
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_base64 text := translate(cursor_text, '-_', '+/');
    v_text text;
begin
    if cursor_text is null or cursor_text = '' then
        return null;
    end if;
    if char_length(cursor_text) <= 2000 and v_base64 ~ '^[A-Za-z0-9+/]+$' and char_length(v_base64) % 4 <> 1 then
        begin
            v_text := convert_from(decode(rpad(v_base64, (char_length(v_base64) + 3) / 4 * 4, '='), 'base64'), 'UTF8');
            if pg_input_is_valid(v_text, 'jsonb') and jsonb_typeof(v_text::jsonb) = 'object' and not exists (
                select from unnest(fields) as f (field)
                where pg_input_is_valid(v_text::jsonb ->> split_part(f.field, ' ', 1), split_part(f.field, ' ', 2)) is not true
            ) then
                return v_text::jsonb;
            end if;
        exception when data_exception then
            null; -- not one of ours: said below
        end;
    end if;
    raise exception using errcode = 'IN014', message = 'This place in the list is not known.', hint = 'Start from the first page.';
end
$$;
alter function inventory.read_cursor(text, text[]) owner to stockroom_owner;
grant execute on function inventory.read_cursor(text, text[]) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reader;
comment on function inventory.read_cursor(text, text[]) is 'The place inventory.write_cursor wrote, with at least these fields ("name type"); null for the first page. Raises IN014.';
