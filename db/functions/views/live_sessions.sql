create or replace view auth.live_sessions with (security_invoker = true) as
select
    s.token_hash, s.person, p.companion
from auth.sessions as s
join auth.people as p using (person)
where
    p.disabled_at is null
    and s.revoked_at is null
    and s.expires_at > now()
    and s.last_seen_at > now() - s.idle_limit;
alter view auth.live_sessions owner to stockroom_owner;
grant select on auth.live_sessions to stockroom_auth;
comment on view auth.live_sessions is
'Web sessions that are neither over nor revoked nor of a disabled person, with the person''s companion: the one place that says so.';
