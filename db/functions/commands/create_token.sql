create or replace function api.create_token(person text, label text, valid_until timestamptz default null)
returns text
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_token text := 'sr_' || auth.new_token();
    v_until timestamptz := coalesce(create_token.valid_until, now() + interval '1 year');
    v_problems jsonb;
begin
    perform auth.check_person(person, 'create_token');
    select jsonb_agg(jsonb_build_object(
        'field', w.field, 'code', 'IN017', 'message', w.message, 'hint', w.hint, 'facts', jsonb_build_object('field', w.field)
    )) into v_problems
    from (values
        ((char_length(btrim(label)) between 1 and 120) is not true, 'label', 'Say in 1 to 120 characters what the token is for.', 'For instance: nightly export.'),
        (v_until <= now(), 'valid_until', 'This end is over already.', 'Give a later one, at most a year from now; left out, it is a year.'),
        (v_until > now() + interval '366 days', 'valid_until', 'A token ends within a year from now.', 'Give an earlier end, and make a new one then.')
    ) as w (is_wrong, field, message, hint)
    where w.is_wrong;
    if v_problems is not null then
        perform inventory.refuse_all(v_problems -> 0, v_problems);
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
'Makes a token by which a tool or API client reaches the web (Authorization: Bearer …), with its own rights; answered once, kept as SHA-256. label: what it is for. valid_until: at most a year, which it is where left out. Raises IN006, IN014, IN015, IN017 (DETAIL: the field, and where several are wrong all as "problems").';
