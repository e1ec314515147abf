create or replace function api.create_user(
    person text, name text, groups text[], verifier text default null, email text default null, kind text default 'person',
    time_zone text default null, valid_until timestamptz default null
)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- A person is a login role, a member of its groups WITH SET FALSE, and has a companion the
-- web may become: the companion inherits the person, so what a DBA grants to or revokes
-- from the person holds in the web at once; and it is no login role, so becoming it cannot
-- change a password.
declare
    v_group text;
    v_limits record;
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
    v_column text;
begin
    if not auth.may_act() then
        raise exception using errcode = 'IN006', message = 'Only a signed-in admin manages people.',
            hint = 'Sign in; becoming a role is not signing in.';
    elsif create_user.verifier is not null and not auth.is_verifier(create_user.verifier) then
        raise exception using errcode = 'IN014', message = 'The password is not a SCRAM-SHA-256 verifier.',
            hint = 'Make it on the client: PGconn.encrypt_password; plain text would reach the server''s log.';
    elsif create_user.verifier is not null and create_user.kind = 'client' then
        raise exception using errcode = 'IN014', message = 'An API client has no password, only tokens.',
            hint = 'Make one: api.create_token.';
    end if;
    perform auth.check_login_name(create_user.person);
    perform auth.check_groups(create_user.groups);
    perform auth.check_kind(kind => create_user.kind, groups => create_user.groups);
    insert into auth.people (person, name, email, kind, time_zone, created_by, valid_until, recorded_groups)
    values (create_user.person, create_user.name, nullif(create_user.email, ''), create_user.kind, nullif(create_user.time_zone, ''),
            coalesce(auth.signed_in(), session_user), create_user.valid_until,
            array(select g.name from unnest(auth.group_names()) as g (name) where g.name = any (create_user.groups)));
    select * into strict v_limits from auth.limits_of(create_user.kind);
    execute format('create role %I login connection limit %s', person, v_limits.connections);
    execute format('alter role %I set statement_timeout = %L', person, v_limits.statement);
    execute format('alter role %I set temp_file_limit = %L', person, v_limits.disk);
    execute format('alter role %I set idle_in_transaction_session_timeout = %L', person, v_limits.idle);
    if create_user.verifier is not null then
        execute format('alter role %I password %L', person, verifier);
    end if;
    foreach v_group in array create_user.groups loop
        execute format('grant %I to %I with inherit true, set false', 'stockroom_' || v_group, person);
    end loop;
    execute format('create role %I nologin', 'web_' || person);
    execute format('grant %I to %I with inherit true, set false', person, 'web_' || person);
    execute format('grant %I to stockroom_web with inherit false, set true', 'web_' || person);
    perform auth.keep_web_only(person);
    perform inventory.tell_admins(person => create_user.person, what => 'groups');
exception
    when duplicate_object or reserved_name then
        perform inventory.refuse_broken('people_person_is_free', '');
    when integrity_constraint_violation or sqlstate 'IN014' then
        get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
            v_constraint = constraint_name, v_column = column_name;
        perform inventory.refuse_all(
            inventory.problem_of(sqlstate, v_message, v_detail, v_hint, v_constraint, v_column),
            inventory.row_problems('auth.people', jsonb_strip_nulls(jsonb_build_object(
                'person', create_user.person, 'name', create_user.name, 'email', nullif(create_user.email, ''), 'kind', create_user.kind
            ))) || inventory.problem_with('login_name', to_jsonb(create_user.person)) || inventory.problem_with('time_zone', to_jsonb(nullif(create_user.time_zone, ''))) || inventory.problem_with('groups', coalesce(to_jsonb(create_user.groups), '[]'))
        );
end
$$;
alter function api.create_user(text, text, text[], text, text, text, text, timestamptz) owner to stockroom_people;
grant execute on function api.create_user(text, text, text[], text, text, text, text, timestamptz) to stockroom_admin;
comment on function api.create_user(text, text, text[], text, text, text, text, timestamptz) is
'Creates a person, a tool (signs in to Postgres by itself) or a client (reaches the web by tokens only): a login role, its companion for the web, its groups and its limits. verifier: a SCRAM-SHA-256 verifier made by the client, null for no password yet. valid_until: when their access ends by itself. Raises IN006, IN014, IN017 (DETAIL: the field, and where several are wrong all as "problems"). Enqueues send_notice where that is another admin.';
