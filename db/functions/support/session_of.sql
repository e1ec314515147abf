create or replace function auth.session_of(token_hash bytea, out person text, out actor text, out session_id uuid)
returns record
language sql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- Also of one that is over: whose it was is what an audit asks.
    select s.person, s.actor, s.session_id from auth.sessions as s where s.token_hash = session_of.token_hash
$$;
alter function auth.session_of(bytea) owner to stockroom_auth;
grant execute on function auth.session_of(bytea) to stockroom_keeper;
comment on function auth.session_of(bytea) is
'Whose session has a token of this SHA-256, live or over, and who looks on as them; nulls for none.';
