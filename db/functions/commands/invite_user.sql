create or replace function api.invite_user(
    person text, name text, groups text[], email text default null, places text[] default '{}', time_zone text default null,
    valid_until timestamptz default null
)
returns uuid
language plpgsql
volatile security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_message text;
    v_detail text;
    v_hint text;
begin
    perform api.create_user(
        person => invite_user.person, name => invite_user.name, groups => invite_user.groups, email => invite_user.email,
        time_zone => invite_user.time_zone, valid_until => invite_user.valid_until
    );
    perform api.grant_location(person => invite_user.person, location => l.code) from unnest(places) as l (code);
    return case when invite_user.email is not null then api.send_invitation(person => invite_user.person) end;
exception when sqlstate 'IN014' or sqlstate 'IN017' then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint;
    perform inventory.refuse_all(
        inventory.problem_of(sqlstate, v_message, v_detail, v_hint),
        (select coalesce(jsonb_agg(p.one), '[]') from unnest(places) as l (code) cross join lateral jsonb_array_elements(inventory.problem_with('location', to_jsonb(l.code))) as p (one))
    );
    return null;
end
$$;
alter function api.invite_user(text, text, text[], text, text[], text, timestamptz) owner to stockroom_owner;
grant execute on function api.invite_user(text, text, text[], text, text[], text, timestamptz) to stockroom_admin;
comment on function api.invite_user(text, text, text[], text, text[], text, timestamptz) is
'Creates a person with groups and places and mails them a link to set their password; all or nothing. valid_until: when their access ends by itself. Answers the delivery; null without an address, where api.invitation_link makes a link to hand over. Raises IN006, IN014, IN015, IN016, IN017 (DETAIL: the field, and where several are wrong all as "problems"). Enqueues send_notice.';
