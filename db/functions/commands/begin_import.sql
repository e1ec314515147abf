create or replace function api.begin_import(kind text, file jsonb)
returns jsonb
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    c_own constant text[] := array['Line', 'What is wrong']; -- what our file of bad rows adds to the columns it had
    v_person text := auth.signed_in();
    v_header jsonb := case when jsonb_typeof(file) = 'object' then file -> 'header' end;
    v_sha256 text := file ->> 'sha256';
    v_import_id uuid;
    v_bad text;
begin
    if v_person is null then
        raise exception using errcode = 'IN006', message = 'You are nobody who could import.', hint = 'Sign in as a person.';
    end if;
    if kind in ('items', 'locations', 'movements', 'thresholds') and kind <> all (inventory.import_kinds()) then
        raise exception using errcode = '42501', message = case kind
            when 'movements' then 'Your groups do not post movements, so they do not import any.'
            when 'items' then 'Your groups do not change items, so they do not import any.'
            when 'locations' then 'Your groups do not change locations, so they do not import any.'
            else 'Your groups do not set ranges, so they do not import any.'
        end, hint = 'Ask an admin for the group that does, or somebody who is in it.';
    end if;
    v_bad := case
        when kind is null or kind not in ('items', 'locations', 'movements', 'thresholds') then 'kind'
        when not coalesce(v_sha256 ~ '^[0-9a-f]{64}$', false) then 'sha256'
        when jsonb_typeof(v_header) is distinct from 'array' then 'header'
        when jsonb_array_length(v_header) not between 1 and 200 then 'header'
        when pg_input_is_valid(file ->> 'bytes', 'bigint') is not true then 'bytes'
    end;
    if v_bad is not null then
        raise exception using errcode = 'IN017', message = format('The %s of the file is not understood.', v_bad),
            detail = jsonb_build_object('field', v_bad)::text, hint = 'See the comment of api.begin_import.';
    end if;
    insert into inventory.imports (person, kind, file_name, file_bytes, sha256, encoding, delimiter, header, notes, mapping)
    values (
        v_person, begin_import.kind, left(coalesce(file ->> 'name', ''), 255), (file ->> 'bytes')::bigint, decode(v_sha256, 'hex'),
        left(coalesce(file ->> 'encoding', ''), 40), left(coalesce(file ->> 'delimiter', ''), 4), v_header,
        coalesce(file -> 'notes', '[]'),
        coalesce((
            select i.mapping from inventory.imports as i
            where i.person = v_person and i.kind = begin_import.kind and i.header - c_own = v_header - c_own
                and i.mapping -> 'columns' <> '{}' -- dates alone, found as a file was read, are nothing that was said
            order by i.header = v_header desc, i.created_at desc limit 1
        ), '{}')
    )
    returning import_id into v_import_id;
    return jsonb_build_object('import', v_import_id, 'again', (
        select max(i.finished_at) from inventory.imports as i
        where i.person = v_person and i.kind = begin_import.kind and i.sha256 = decode(v_sha256, 'hex') and i.state = 'done'
    ));
end
$$;
alter function api.begin_import(text, jsonb) owner to stockroom_owner;
grant execute on function api.begin_import(text, jsonb) to stockroom_staff, stockroom_admin;
comment on function api.begin_import(text, jsonb) is
'Notes a file that is about to be sent row by row (api.add_import_rows). kind: items, locations, movements or thresholds. file: {"name": text, "bytes": whole number, "sha256": hexadecimal, "encoding": text, "delimiter": text, "header": array of 1 to 200 texts, "notes"?: array of texts}. The mapping is what this person last said of the columns of such a header, also of the file whose refused rows it has. Answers {"import": UUID, "again": when the same file was imported before, or null}. Raises IN006, IN017 (DETAIL: the field), 42501 for a kind that the caller''s groups do not import.';
