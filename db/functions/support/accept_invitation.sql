create or replace function auth.accept_invitation(token_hash bytea, verifier text, address text default null)
returns jsonb
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_wait constant interval := auth.begin_sign_in('', accept_invitation.address, 'link');
    v_person text;
begin
    if verifier is null or not auth.is_verifier(verifier) then
        raise exception using errcode = 'IN014', message = 'The password is not a SCRAM-SHA-256 verifier.',
            hint = 'Make it on the client: PGconn.encrypt_password.';
    elsif v_wait is not null then
        return jsonb_build_object('wait', ceil(extract(epoch from v_wait)));
    end if;
    v_person := auth.use_invitation(token_hash);
    if v_person is not null then
        execute format('alter role %I password %L', v_person, verifier);
        perform auth.record_link(v_person, accept_invitation.address);
    end if;
    return jsonb_build_object('person', v_person);
end
$$;
alter function auth.accept_invitation(bytea, text, text) owner to stockroom_people;
grant execute on function auth.accept_invitation(bytea, text, text) to stockroom_web;
comment on function auth.accept_invitation(bytea, text, text) is
'Sets the password of whoever an invitation''s link is for, once: {"person": null where the link is used, replaced, over or unknown} or {"wait": seconds}. The token, whose SHA-256 it takes, is all that proves them; their second factor stays. Raises IN014.';
