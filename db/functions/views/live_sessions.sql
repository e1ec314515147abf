create or replace view auth.live_sessions with (security_invoker = true) as
select
    s.token_hash, s.person, p.companion, s.session_id, s.kind, s.actor, s.address, s.password_mark
from auth.sessions as s
join auth.people as p using (person)
where
    p.disabled_at is null
    and (p.valid_until is null or p.valid_until > statement_timestamp())
    and (p.groups_end_at is null or p.groups_end_at > statement_timestamp())
    and s.revoked_at is null
    and s.expires_at > statement_timestamp()
    and s.last_seen_at > statement_timestamp() - s.idle_limit
    and s.kind <> 'second_factor'
    -- Another's dashboard is looked at, never used, and no longer than the actor's own session
    -- lives. PostgreSQL lets no transaction that has read anything stop being read-only.
    and (s.kind <> 'see_as' or (
        current_setting('transaction_read_only') = 'on'
        and exists (
            select from auth.sessions as own
            join auth.people as a on a.person = own.person
            where
                own.session_id = s.parent_id and own.person = s.actor and own.revoked_at is null and own.expires_at > statement_timestamp()
                and a.disabled_at is null
        )
    ));
alter view auth.live_sessions owner to stockroom_owner;
grant select on auth.live_sessions to stockroom_auth;
comment on view auth.live_sessions is
'Sessions that are neither over nor revoked nor of a person whose access has ended, with the person''s companion: the one place that says so.';
