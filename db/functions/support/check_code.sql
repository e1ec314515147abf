create or replace function auth.check_code(person text, code text)
returns boolean
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- The row is held first: of two who bring one code at once, the second finds it used.
declare
    v_code constant text := upper(regexp_replace(coalesce(check_code.code, ''), '[\s-]', '', 'g'));
    v_now constant bigint := extract(epoch from clock_timestamp())::bigint / 30;
    v_factor auth.second_factors;
begin
    select f.* into v_factor from auth.second_factors as f
    where f.person = check_code.person and f.confirmed_at is not null for update;
    if not found then
        return false;
    end if;
    if v_code ~ '^[0-9]{6}$' then
        update auth.second_factors as f set last_step = s.step
        from generate_series(greatest(v_now - 1, v_factor.last_step + 1), v_now + 1) as s (step)
        where f.person = check_code.person and auth.one_time_code(v_factor.secret, s.step) = v_code;
    else
        update auth.recovery_codes as r set used_at = now()
        where r.person = check_code.person and r.code_hash = sha256(convert_to(v_code, 'UTF8')) and r.used_at is null;
    end if;
    return found;
end
$$;
alter function auth.check_code(text, text) owner to stockroom_auth;
comment on function auth.check_code(text, text) is
'Whether a code is right now and was not used before, and uses it up: of the person''s app (the step before and after count too) or one of the recovery codes.';
