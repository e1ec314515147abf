create or replace function auth.is_verifier(verifier text)
returns boolean
language sql
immutable parallel safe
-- Exactly what Postgres itself takes for a verifier. Anything else it would take for a
-- password in plain text, which statement logs would show. Fewer rounds than its default are refused.
return verifier ~ '^SCRAM-SHA-256\$(409[6-9]|4[1-9]\d\d|[5-9]\d{3}|[1-9]\d{4,6}):([A-Za-z0-9+/]{4}){2,}([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$';
alter function auth.is_verifier(text) owner to stockroom_auth;
grant execute on function auth.is_verifier(text) to stockroom_people;
comment on function auth.is_verifier(text) is
'Whether a text is a SCRAM-SHA-256 verifier of at least 4,096 rounds, and so no plain-text password.';
