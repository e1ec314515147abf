create or replace function auth.confirm_factor(person text, code text)
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- Who held the account by the password alone holds it no more: other sessions and devices end.
declare
    v_now constant bigint := extract(epoch from clock_timestamp())::bigint / 30;
    v_codes text[];
begin
    update auth.second_factors as f set confirmed_at = now(), last_step = s.step
    from generate_series(v_now - 1, v_now + 1) as s (step)
    where f.person = confirm_factor.person and f.confirmed_at is null and f.created_at > now() - interval '15 minutes'
    and auth.one_time_code(f.secret, s.step) = regexp_replace(coalesce(confirm_factor.code, ''), '\s', '', 'g');
    if not found then
        return null;
    end if;
    delete from auth.recovery_codes as r where r.person = confirm_factor.person;
    select array_agg(auth.base32(substring(auth.random_key(), 1, 10))) into v_codes from generate_series(1, 10);
    insert into auth.recovery_codes (person, code_hash)
    select confirm_factor.person, sha256(convert_to(c.code, 'UTF8')) from unnest(v_codes) as c (code);
    perform auth.keep_web_only(confirm_factor.person);
    perform auth.end_sessions(confirm_factor.person, (auth.this_session()).session_id);
    return (
        select jsonb_agg(concat_ws('-', substr(c.code, 1, 4), substr(c.code, 5, 4), substr(c.code, 9, 4), substr(c.code, 13)))
        from unnest(v_codes) as c (code)
    );
end
$$;
alter function auth.confirm_factor(text, text) owner to stockroom_auth;
comment on function auth.confirm_factor(text, text) is
'Confirms the key made in the last 15 minutes by its first code, and answers ten recovery codes of 80 bits, once; null for a wrong code. Ends the person''s other sessions and devices.';
