create or replace view api.sessions with (security_invoker = true) as
select
    s.session_id as session, s.person, s.kind, s.label, s.prefix, s.address, s.user_agent, s.created_at, s.last_seen_at,
    s.expires_at, s.revoked_at, s.actor,
    s.revoked_at is null and s.expires_at > statement_timestamp() and s.last_seen_at > statement_timestamp() - s.idle_limit as live,
    coalesce(s.session_id = (select auth.own_session()), false) as current
from auth.sessions as s;
alter view api.sessions owner to stockroom_owner;
grant select on api.sessions to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting;
comment on view api.sessions is
'Sessions of the web and tokens of the API: one''s own, and those in which one looks on as another or is looked on as; for admins and auditors everybody''s.';
comment on column api.sessions.session is 'What api.revoke_session calls it by; opens nothing.';
comment on column api.sessions.live is 'Whether it can still be used: neither ended, nor run out, nor idle for too long.';
comment on column api.sessions.current is 'Whether it is the session that asks.';
comment on column api.sessions.person is 'Whose session.';
comment on column api.sessions.kind is 'web (name and password), device (a registered device and its PIN), token (an API client''s), see_as (another''s dashboard, read-only) or second_factor (the code is awaited).';
comment on column api.sessions.label is 'What an API token is for; null for others.';
comment on column api.sessions.prefix is 'First characters of an API token, to know it by; null for others.';
comment on column api.sessions.address is 'Address it was opened from.';
comment on column api.sessions.user_agent is 'Browser it was opened with.';
comment on column api.sessions.created_at is 'When it was opened.';
comment on column api.sessions.last_seen_at is 'When it was last used, to the minute; of a token that was never used, when it was made.';
comment on column api.sessions.expires_at is 'When it ends, used or not.';
comment on column api.sessions.revoked_at is 'When it was ended early; null while it was not.';
comment on column api.sessions.actor is 'Who looks, where the session shows another''s dashboard; else null.';
