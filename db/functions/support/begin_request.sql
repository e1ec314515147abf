create or replace function auth.begin_request(key text, command text, request_hash bytea)
returns text
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_person text := auth.signed_in();
    v_known auth.request_keys;
    v_role text := coalesce(nullif(current_setting('role'), 'none'), session_user);
begin
    -- A retry that comes while the first is under way waits here for its end.
    insert into auth.request_keys (person, key, command, request_hash)
    select v_person, begin_request.key, begin_request.command, begin_request.request_hash where v_person is not null
    on conflict do nothing;
    if found or v_person is null then
        return null; -- nobody's command refuses by itself
    end if;
    select k.* into v_known from auth.request_keys as k where k.person = v_person and k.key = begin_request.key;
    if v_known.command <> begin_request.command or v_known.request_hash <> begin_request.request_hash then
        raise exception using errcode = 'IN002', message = 'This key was used before, for something else.',
            hint = 'What is new needs a new key.';
    elsif v_known.answer is null then
        raise exception using errcode = 'IN002', message = 'This was done with the same key before; what it answered is told once.',
            hint = 'Look whether it is there.';
    end if;
    if not exists (
        select from pg_proc as f
        where f.pronamespace = 'api'::regnamespace and f.proname = v_known.command and has_function_privilege(v_role, f.oid, 'execute')
    ) then
        return null; -- what one may no longer do refuses by itself, rather than tell what it told
    end if;
    return v_known.answer;
end
$$;
alter function auth.begin_request(text, text, bytea) owner to stockroom_auth;
grant execute on function auth.begin_request(text, text, bytea) to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting;
comment on function auth.begin_request(text, text, bytea) is
'Notes that the caller does a command under a key of their own, in the transaction that does it; what it answered, where it was done before. Raises IN002 for another command or other words, or where the answer was not kept.';
