create or replace function auth.new_second_factor(person text)
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_secret constant bytea := substring(auth.random_key(), 1, 20);
begin
    insert into auth.second_factors as f (person, secret) values (new_second_factor.person, v_secret)
    on conflict on constraint second_factors_pkey do update
    set secret = excluded.secret, created_at = now(), last_step = 0
    where f.confirmed_at is null;
    if not found then
        raise exception using errcode = 'IN015', message = 'You have a second factor already.', hint = 'Remove it first.';
    end if;
    return jsonb_build_object(
        'secret', auth.base32(v_secret),
        'uri', format(
            'otpauth://totp/Stockroom:%s?secret=%s&issuer=Stockroom&algorithm=SHA1&digits=6&period=30', person, auth.base32(v_secret)
        )
    );
end
$$;
alter function auth.new_second_factor(text) owner to stockroom_auth;
comment on function auth.new_second_factor(text) is
'Makes the key of a second factor that is not confirmed yet: {"secret": base32, "uri": otpauth}; it is told this once. Raises IN015 where there is one.';
