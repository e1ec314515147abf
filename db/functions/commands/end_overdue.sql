create or replace function api.end_overdue()
returns integer
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    -- A person can set their session's limits, and what their own role says of them, to none. What
    -- their kind may counts, or less where the role says less: beyond twice that a statement, or a
    -- transaction left idle, is ended with its connection; beyond its own limit any transaction,
    -- however busy, for it keeps what it read and what it holds.
    select count(*) filter (where pg_terminate_backend(o.pid))::integer
    from (
        select a.pid
        from auth.people as p
        cross join lateral auth.limits_of(p.kind) as k
        join pg_catalog.pg_roles as r on r.rolname = p.person
        join pg_catalog.pg_stat_activity as a on a.usesysid = r.oid
        cross join lateral (
            select
                2 * least(k.statement::interval, min(s.longest) filter (where s.name = 'statement_timeout')) as statement,
                2 * least(k.idle::interval, min(s.longest) filter (where s.name = 'idle_in_transaction_session_timeout')) as idle
            from (
                -- A figure without a unit is in milliseconds; 0 is no limit.
                select split_part(c.setting, '=', 1) as name, case when c.setting ~ '_timeout=[0-9]+ ?(ms|s|min|h|d)?$' then
                    (split_part(c.setting, '=', 2) || case when c.setting ~ '[0-9]$' then 'ms' else '' end)::interval
                end as longest
                from unnest(r.rolconfig) as c (setting)
            ) as s
            where s.longest > interval '0'
        ) as l
        where a.datname = current_database() and (
            a.xact_start < clock_timestamp() - k.transaction::interval
            or (a.state in ('active', 'fastpath function call') and a.query_start < clock_timestamp() - l.statement)
            or (a.state ~ '^idle in transaction' and a.state_change < clock_timestamp() - l.idle)
        )
        union
        -- Whose access is over, by whatever it ended: what was open goes as well.
        select a.pid
        from pg_catalog.pg_stat_activity as a
        left join pg_catalog.pg_roles as r on r.oid = a.usesysid
        left join auth.people as p on p.person = r.rolname
        where a.datname = current_database() and a.backend_type = 'client backend' and (
            r.oid is null or (p.person is not null and (
                p.disabled_at is not null or not r.rolcanlogin or least(p.valid_until, r.rolvaliduntil) <= statement_timestamp()))
        )
    ) as o
$$;
alter function api.end_overdue() owner to stockroom_people;
grant execute on function api.end_overdue() to stockroom_worker;
comment on function api.end_overdue() is
'Ends connections of people and tools whose statement, or idle transaction, lasts twice as long as their kind may, or as their role says where that is less; whose transaction lasts longer than their kind may; and all of who is disabled or past their end, may not log in any more, or has no role. Twice a minute. Answers how many.';
