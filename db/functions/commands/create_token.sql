create or replace function api.create_token(person text, label text, valid_until timestamptz default null)
returns text
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_token text := 'sr_' || auth.new_token();
    v_until timestamptz := coalesce(create_token.valid_until, now() + interval '1 year');
begin
    perform auth.check_person(person, 'create_token');
    if (char_length(btrim(label)) between 1 and 120) is not true then
        raise exception using errcode = 'IN017', message = 'Say in 1 to 120 characters what the token is for.',
            detail = '{"field": "label"}', hint = 'For instance: nightly export.';
    elsif v_until <= now() or v_until > now() + interval '366 days' then
        raise exception using errcode = 'IN017', message = 'A token ends within a year from now.',
            detail = '{"field": "valid_until"}', hint = 'Give an earlier end, and make a new one then.';
    end if;
    insert into auth.sessions (token_hash, person, expires_at, idle_limit, kind, label, prefix)
    values (
        sha256(convert_to(v_token, 'UTF8')), create_token.person, v_until, interval '400 days', 'token', btrim(create_token.label),
        left(v_token, 9)
    );
    return v_token;
end
$$;
alter function api.create_token(text, text, timestamptz) owner to stockroom_auth;
grant execute on function api.create_token(text, text, timestamptz) to stockroom_admin;
comment on function api.create_token(text, text, timestamptz) is
'Makes a token by which a tool or API client reaches the web (Authorization: Bearer …), with its own rights; answered once, kept as SHA-256. label: what it is for. valid_until: at most a year, which it is where left out. Raises IN006, IN014, IN015, IN017 (DETAIL: the field).';
