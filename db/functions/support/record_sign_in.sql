create or replace function auth.record_sign_in(person text, address text, success boolean)
returns void
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    update auth.sign_in_attempts as a set success = true
    where record_sign_in.success and a.attempt_id = (
        select max(k.attempt_id) from auth.sign_in_attempts as k
        where k.person = left(record_sign_in.person, 63) and not k.success
        and k.address is not distinct from
            (case when pg_input_is_valid(record_sign_in.address, 'inet') then record_sign_in.address end)::inet
    )
$$;
alter function auth.record_sign_in(text, text, boolean) owner to stockroom_auth;
grant execute on function auth.record_sign_in(text, text, boolean) to stockroom_web;
comment on function auth.record_sign_in(text, text, boolean) is
'Notes how the try that auth.begin_sign_in() let through ended; it counts as failed already, so only success changes anything.';
