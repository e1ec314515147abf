create or replace function audit.mask_path(path text)
returns text
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    -- Keys of documents and people's words are short or UUIDs; what is long and looks random may
    -- open something.
    select left(coalesce(string_agg(
        case when s.part ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\.[a-z]{1,5})?$' then s.part
        else regexp_replace(s.part, '[A-Za-z0-9_~-]{24,}', '…', 'g') end,
        '/' order by s.at), ''), 500)
    from unnest(string_to_array(split_part(left(mask_path.path, 2000), '?', 1), '/')) with ordinality as s (part, at)
$$;
alter function audit.mask_path(text) owner to stockroom_owner;
grant execute on function audit.mask_path(text) to stockroom_keeper;
comment on function audit.mask_path(text) is
'A path without its query and without what could be a secret: every run of 24 letters and more that is no UUID becomes "…".';
