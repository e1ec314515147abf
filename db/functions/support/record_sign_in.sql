create or replace function auth.record_sign_in(person text, address text, success boolean)
returns void
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    insert into auth.sign_in_attempts (person, address, success)
    values (
        left(record_sign_in.person, 63),
        (case when pg_input_is_valid(record_sign_in.address, 'inet') then record_sign_in.address end)::inet,
        record_sign_in.success
    )
$$;
alter function auth.record_sign_in(text, text, boolean) owner to stockroom_auth;
grant execute on function auth.record_sign_in(text, text, boolean) to stockroom_web;
comment on function auth.record_sign_in(text, text, boolean) is 'Notes an attempt to sign in through the web.';
