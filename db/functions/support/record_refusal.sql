create or replace function auth.record_refusal(
    token_hash bytea, address text, method text, path text, status integer, code text, message text, times integer default 1
)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '1s'
as $$
-- Who it was comes from the token alone, so nobody is named who did not hold it. What is alike
-- within a minute is counted in one row; of what is not, a person or a stranger's address gets
-- ten rows a minute and all strangers sixty, and the rest is one row with its count. Strangers
-- cannot crowd out what people are refused.
declare
    c_each constant integer := 10;
    c_strangers constant integer := 60;
    v_who record;
    v_address inet := (case when pg_input_is_valid(record_refusal.address, 'inet') then record_refusal.address end)::inet;
    v_method text := left(coalesce(record_refusal.method, ''), 20);
    v_path text := audit.mask_path(record_refusal.path);
    v_code text := left(coalesce(record_refusal.code, ''), 40);
    v_message text := left(coalesce(record_refusal.message, ''), 500);
    v_times integer := greatest(1, least(coalesce(record_refusal.times, 1), 1000000));
    v_rows record;
    -- Of the clock, asked once: where each row asks it anew, no index tells which rows are late.
    v_since timestamptz := clock_timestamp() - interval '1 minute';
begin
    select * into v_who from auth.session_of(record_refusal.token_hash);
    perform pg_advisory_xact_lock(hashtextextended('stockroom refusals', 0));
    select
        max(r.refusal_id) filter (where s.is_same and r.address is not distinct from v_address
            and r.session_id is not distinct from v_who.session_id and (r.method, r.path, r.status, r.code, r.message)
            = (v_method, v_path, record_refusal.status, v_code, v_message)) as alike,
        max(r.refusal_id) filter (where s.is_same and r.code = 'many') as many,
        max(r.refusal_id) filter (where r.code = 'many' and r.person is null and r.address is null) as many_strangers,
        count(*) filter (where s.is_same) as same_rows,
        count(*) filter (where r.person is null) as strangers_rows
    into v_rows
    from (
        -- The newest of a flood are enough, and the limit leads any plan to the index of times.
        select f.* from audit.refusals as f where f.refused_at > v_since order by f.refused_at desc limit 1000
    ) as r
    cross join lateral (
        select r.person is not distinct from v_who.person
            and (v_who.person is not null or r.address is not distinct from v_address) as is_same
    ) as s;
    if v_rows.alike is null and (v_rows.same_rows >= c_each or v_who.person is null and v_rows.strangers_rows >= c_strangers) then
        v_method := ''; v_path := ''; v_code := 'many'; v_message := 'More than are listed one by one.';
        if v_rows.same_rows < c_each then
            v_address := null;
            v_rows.many := v_rows.many_strangers;
        end if;
        v_rows.alike := v_rows.many;
    end if;
    update audit.refusals as r set times = least(r.times::bigint + v_times, 2147483647) where r.refusal_id = v_rows.alike and r.times < 2147483647;
    if not found then
        insert into audit.refusals (person, actor, session_id, address, method, path, status, code, message, times)
        values (v_who.person, v_who.actor, v_who.session_id, v_address, v_method, v_path,
                coalesce(record_refusal.status, 0), v_code, v_message, v_times);
    end if;
end
$$;
alter function auth.record_refusal(bytea, text, text, text, integer, text, text, integer) owner to stockroom_keeper;
grant execute on function auth.record_refusal(bytea, text, text, text, integer, text, text, integer) to stockroom_web;
comment on function auth.record_refusal(bytea, text, text, text, integer, text, text, integer) is
'Notes what the web refused, in a transaction after the one that was rolled back. Whose session it was follows from the SHA-256 of its token. A flood is counted, not listed: at most ten rows a minute of a person or address, and sixty of all strangers.';
