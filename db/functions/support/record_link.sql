create or replace function auth.record_link(person text, address text)
returns void
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    update auth.sign_in_attempts as a set success = true, person = record_link.person
    where a.attempt_id = (
        select max(k.attempt_id) from auth.sign_in_attempts as k
        where k.person = '' and k.method = 'link' and not k.success
        and k.address is not distinct from auth.read_address(record_link.address)
    )
$$;
alter function auth.record_link(text, text) owner to stockroom_auth;
grant execute on function auth.record_link(text, text) to stockroom_people;
comment on function auth.record_link(text, text) is
'Notes whom the link of the try that auth.begin_sign_in() let through turned out to be for. Not for the web: it could rename what the log says.';
