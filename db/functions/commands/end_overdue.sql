create or replace function api.end_overdue()
returns integer
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    -- A person can set their own session's limits to none. What their role says counts twice over:
    -- beyond that a statement, or a transaction left open, is ended with its connection.
    select count(*) filter (where pg_terminate_backend(o.pid))::integer
    from (
        select a.pid
        from auth.people as p
        join pg_catalog.pg_roles as r on r.rolname = p.person
        join pg_catalog.pg_stat_activity as a on a.usesysid = r.oid
        cross join unnest(r.rolconfig) as c (setting)
        cross join lateral (
            -- A figure without a unit is in milliseconds; 0 is no limit.
            select case when c.setting ~ '^(statement|idle_in_transaction_session)_timeout=[0-9]+ ?(ms|s|min|h|d)?$' then
                (split_part(c.setting, '=', 2) || case when c.setting ~ '[0-9]$' then 'ms' else '' end)::interval
            end as longest
        ) as l
        where a.datname = current_database() and l.longest > interval '0'
        and clock_timestamp() - 2 * l.longest > case
            when c.setting ~ '^statement_timeout=' and a.state in ('active', 'fastpath function call') then a.query_start
            when c.setting ~ '^idle_in_transaction_session_timeout=' and a.state ~ '^idle in transaction' then a.state_change
        end
        union
        -- Whose access is over, by whatever it ended: what was open goes as well.
        select a.pid
        from pg_catalog.pg_stat_activity as a
        left join pg_catalog.pg_roles as r on r.oid = a.usesysid
        left join auth.people as p on p.person = r.rolname
        where a.datname = current_database() and a.backend_type = 'client backend' and (
            r.oid is null or (p.person is not null and (
                p.disabled_at is not null or not r.rolcanlogin or least(p.valid_until, r.rolvaliduntil) <= now()))
        )
    ) as o
$$;
alter function api.end_overdue() owner to stockroom_people;
grant execute on function api.end_overdue() to stockroom_worker;
comment on function api.end_overdue() is
'Ends connections of people and tools whose statement, or idle transaction, lasts twice as long as their role''s own limit; and all of who is disabled or past their end, may not log in any more, or has no role. Twice a minute. Answers how many.';
