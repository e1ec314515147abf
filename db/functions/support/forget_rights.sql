create or replace function auth.forget_rights(person text)
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_sessions integer;
    v_tokens integer;
    v_devices integer;
    v_invitations integer;
    v_factors integer;
    v_places text[];
begin
    with ended as (
        update auth.sessions as s set revoked_at = now()
        where (s.person = forget_rights.person or s.actor = forget_rights.person) and s.revoked_at is null and s.expires_at > now()
        returning s.kind
    )
    select count(*) filter (where e.kind <> 'token'), count(*) filter (where e.kind = 'token') into v_sessions, v_tokens from ended as e;
    update auth.devices as d set revoked_at = now() where d.person = forget_rights.person and d.revoked_at is null;
    get diagnostics v_devices = row_count;
    update auth.invitations as i set used_at = now() where i.person = forget_rights.person and i.used_at is null;
    get diagnostics v_invitations = row_count;
    delete from auth.recovery_codes as c where c.person = forget_rights.person;
    delete from auth.second_factors as f where f.person = forget_rights.person;
    get diagnostics v_factors = row_count;
    with gone as (
        delete from auth.location_grants as g where g.person = forget_rights.person returning g.location_id
    )
    select coalesce(array_agg(l.code order by l.code), '{}') into v_places
    from gone as g join inventory.locations as l using (location_id);
    return jsonb_build_object(
        'sessions', v_sessions, 'tokens', v_tokens, 'devices', v_devices, 'invitations', v_invitations,
        'second_factor', v_factors, 'places', v_places
    );
end
$$;
alter function auth.forget_rights(text) owner to stockroom_auth;
grant execute on function auth.forget_rights(text) to stockroom_people;
comment on function auth.forget_rights(text) is
'Ends a person''s sessions, tokens, devices, links and second factor and takes their places back; answers how many, and which places. For api.offboard_user. Raises IN016.';
