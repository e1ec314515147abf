create or replace function auth.signed_in()
returns text
language plpgsql
stable parallel safe security definer
set search_path = pg_catalog, pg_temp
as $$
-- Two ways in. A direct login is its session_user. Through the web pool the role says
-- who, and the token proves it: a role switch alone, as injected SQL could make, shows
-- nothing. No other setting is trusted. Who has a second factor is signed in through the web
-- alone: a password that opened psql would go around it.
declare
    v_person text;
    v_token_hash bytea;
begin
    if session_user = 'stockroom_worker' then
        -- The worker is nobody, but while it looks at a saved view as one of those who watch it.
        select p.person into v_person
        from auth.evaluations as e
        join auth.people as p on p.person = e.person
        where e.transaction = pg_current_xact_id_if_assigned() and p.disabled_at is null
        and (p.valid_until is null or p.valid_until > statement_timestamp())
        and (p.groups_end_at is null or p.groups_end_at > statement_timestamp());
        return v_person;
    elsif session_user <> 'stockroom_web' then
        select p.person into v_person
        from auth.people as p
        -- In the collation of the key: a name's own is another, and everybody would be read.
        where p.person = session_user::text collate "default" and p.disabled_at is null and not p.web_only
        and (p.valid_until is null or p.valid_until > statement_timestamp())
        -- A temporary group that has ended and is not taken back yet: nothing, rather than too much.
        and (p.groups_end_at is null or p.groups_end_at > statement_timestamp());
        return v_person;
    end if;
    v_token_hash := sha256(convert_to(current_setting('stockroom.token', true), 'UTF8'));
    select s.person into v_person
    from auth.live_sessions as s
    where s.token_hash = v_token_hash
    and s.companion = current_setting('role');
    return v_person;
end
$$;
alter function auth.signed_in() owner to stockroom_auth;
grant execute on function auth.signed_in() to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting,
stockroom_writer, stockroom_keeper, stockroom_reader, stockroom_people, stockroom_worker;
comment on function auth.signed_in() is
'The signed-in person''s name, or null. In policies only as an InitPlan: (select auth.signed_in()).';
