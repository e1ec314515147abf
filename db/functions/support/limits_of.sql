create or replace function auth.limits_of(kind text)
returns table (connections integer, statement text, disk text, idle text, transaction text)
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select l.connections, l.statement, l.disk, '5min', l.transaction
    from (
        -- A client's own login opens nothing: it has no password, and may have no connection.
        values ('person', 20, '60s', '500MB', '15min'), ('tool', 30, '5min', '2GB', '1h'), ('client', 0, '60s', '500MB', '15min')
    ) as l (kind, connections, statement, disk, transaction)
    where l.kind = limits_of.kind
$$;
alter function auth.limits_of(text) owner to stockroom_auth;
grant execute on function auth.limits_of(text) to stockroom_people;
comment on function auth.limits_of(text) is
'What a login of a kind may use: connections at once, time of a statement, disk to sort on, time idle within a transaction, time of a transaction. A person can change what their role says of time, never this.';
