create or replace function auth.begin_sign_in(person text, address text, method text default 'password')
returns interval
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- A try counts as failed from before it is made, one after another: however many come at once,
-- each sees those before it. After five of one account from one address, or twenty from one
-- address, each further try waits, twice as long each time, at most 5 minutes. An account
-- tried fifty times from anywhere waits 3 s a try, except from where its person has signed in
-- before: strangers slow each other down and keep nobody away for ever. Tries from no known
-- address count as from one, whose waits stay short since many may share it.
-- Passwords, codes and PINs are counted apart: a right password must not make room for codes.
-- Codes are asked of who knows the password alone, and are short: fifty wrong ones in a day,
-- and a strange address waits ten minutes a try.
declare
    v_person text := left(begin_sign_in.person, 63);
    v_address inet := auth.read_address(begin_sign_in.address);
    v_code boolean := method = 'code';
    v_since timestamptz := clock_timestamp() - interval '15 minutes';
    v_tries record;
    v_wait interval;
begin
    -- In this order always: two locks taken crosswise would wait for each other.
    perform pg_advisory_xact_lock(hashtextextended('stockroom sign-in of ' || v_person, 0));
    perform pg_advisory_xact_lock(hashtextextended('stockroom sign-in from ' || coalesce(host(v_address), ''), 0));
    select
        count(*) filter (where a.person = v_person and a.method = begin_sign_in.method and a.attempted_at > coalesce((
            select max(s.attempted_at) from auth.sign_in_attempts as s
            where s.person = v_person and s.method = begin_sign_in.method and s.address is not distinct from v_address and s.success
        ), '-infinity')) as of_both,
        count(*) as of_address,
        max(a.attempted_at) as latest
    into v_tries
    from auth.sign_in_attempts as a
    -- "is not distinct from", as an index can look it up.
    where (a.address = v_address or (a.address is null and v_address is null))
    and not a.success and a.attempted_at > v_since;
    v_wait := least(
        make_interval(secs => case
            when v_tries.of_both >= 5 then 2 ^ least(v_tries.of_both - 4, 9)
            when v_tries.of_address >= 20 then 2 ^ least(v_tries.of_address - 19, 9)
            else 0
        end), case when v_address is null then interval '5 seconds' else interval '5 minutes' end
    ) - (clock_timestamp() - v_tries.latest);
    if not exists (
        select from auth.sign_in_attempts as a where a.person = v_person and a.method = begin_sign_in.method and a.address = v_address and a.success
    ) then
        select greatest(v_wait, case when count(*) >= 50
            then case when v_code then interval '10 minutes' else interval '3 seconds' end - (clock_timestamp() - max(a.attempted_at)) end)
        into v_wait
        from (
            select f.attempted_at from auth.sign_in_attempts as f
            where f.person = v_person and f.method = begin_sign_in.method and not f.success
            and f.attempted_at > case when v_code then clock_timestamp() - interval '1 day' else v_since end
            order by f.attempted_at desc
            limit 50
        ) as a;
    end if;
    if v_wait > interval '0' then
        return v_wait;
    end if;
    insert into auth.sign_in_attempts (person, address, attempted_at, success, method)
    values (v_person, v_address, clock_timestamp(), false, begin_sign_in.method);
    return null;
end
$$;
alter function auth.begin_sign_in(text, text, text) owner to stockroom_auth;
grant execute on function auth.begin_sign_in(text, text, text) to stockroom_web, stockroom_people;
comment on function auth.begin_sign_in(text, text, text) is
'Begins a try to sign in through the web: notes it as failed until auth.record_sign_in() says otherwise, and answers null; or notes nothing and answers how long to wait. The same for names that do not exist. method: password, code, pin or link.';
