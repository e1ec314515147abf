create or replace function auth.record_sign_in(person text, address text, success boolean, method text default 'password')
returns void
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    update auth.sign_in_attempts as a set success = true
    where record_sign_in.success and a.attempt_id = (
        select max(k.attempt_id) from auth.sign_in_attempts as k
        where k.person = left(record_sign_in.person, 63) and k.method = record_sign_in.method and not k.success
        and k.address is not distinct from auth.read_address(record_sign_in.address)
    )
$$;
alter function auth.record_sign_in(text, text, boolean, text) owner to stockroom_auth;
grant execute on function auth.record_sign_in(text, text, boolean, text) to stockroom_web, stockroom_people;
comment on function auth.record_sign_in(text, text, boolean, text) is
'Notes how the try that auth.begin_sign_in() let through ended; it counts as failed already, so only success changes anything.';
