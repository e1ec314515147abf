create or replace function auth.sign_in_allowed(person text, address text)
returns interval
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- Failures of the last 15 minutes since the last success: after five of one account
    -- from one address, or twenty from one address, each further try waits; another
    -- address is not locked out, so a stranger cannot keep a person away for ever.
    with failed as (
        select
            count(*) filter (where a.person = left(sign_in_allowed.person, 63) and a.attempted_at > coalesce((
                select max(s.attempted_at) from auth.sign_in_attempts as s
                where s.person = left(sign_in_allowed.person, 63) and s.address = a.address and s.success
            ), '-infinity')) as of_both,
            count(*) as of_address,
            max(a.attempted_at) as latest
        from auth.sign_in_attempts as a
        where a.address = (case when pg_input_is_valid(sign_in_allowed.address, 'inet') then sign_in_allowed.address end)::inet
        and not a.success and a.attempted_at > now() - interval '15 minutes'
    )
    select case when f.wait > interval '0' then f.wait end
    from (
        select least(make_interval(secs => case
            when failed.of_both >= 5 then 2 ^ least(failed.of_both - 4, 9)
            when failed.of_address >= 20 then 2 ^ least(failed.of_address - 19, 9)
            else 0
        end), interval '5 minutes') - (now() - failed.latest) as wait
        from failed
    ) as f
$$;
alter function auth.sign_in_allowed(text, text) owner to stockroom_auth;
grant execute on function auth.sign_in_allowed(text, text) to stockroom_web;
comment on function auth.sign_in_allowed(text, text) is
'How long a sign-in by this name from this address must wait, or null to go ahead. The same for names that do not exist.';
