create or replace function api.explain_access(person text, action text, object text default null)
returns jsonb
language plpgsql
stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_person text := coalesce(nullif(lower(btrim(person)), ''), auth.signed_in());
    v_scope text := auth.access_scope(v_person);
    v_object text := btrim(coalesce(object, ''));
    v_kind text := case when v_object like '%:%' then lower(split_part(v_object, ':', 1)) else '' end;
    v_key text := substr(v_object, length(v_kind) + 2);
    v_asked jsonb;
    v_account jsonb := auth.account_of(v_person);
    v_found jsonb;
    v_answer jsonb;
begin
    if not auth.may_act() then
        raise exception using errcode = 'IN006', message = 'Only a signed-in person asks about rights.', hint = 'Sign in first.';
    elsif v_scope is null then
        raise exception using errcode = 'IN014', message = format('There is nobody "%s" whose rights you may ask about.', left(v_person, 63)),
            hint = 'Ask about yourself; managers about who holds a place of theirs; admins and auditors about everybody.';
    end if;
    if v_kind = 'view' then
        v_asked := auth.access_asked(format('%s %s', split_part(lower(btrim(action)), ' ', 1), v_key), '');
        v_kind := '';
    else
        v_asked := auth.access_asked(action, v_kind);
    end if;
    if v_asked ->> 'phrase' is null or (v_object <> '' and v_kind = '' and v_object !~* '^view:') then
        raise exception using errcode = 'IN014', message = format('"%s" of %s is nothing that can be asked.', left(action, 100), coalesce(nullif(left(v_object, 100), ''), 'nothing')),
            hint = 'See api.access_actions(); objects are written location:CODE, item:SKU, document:UUID, person:NAME or view:api.NAME.';
    end if;
    v_answer := jsonb_build_object(
        'person', v_account - 'sentence' - 'note', 'action', v_asked ->> 'action', 'object', nullif(v_object, '')
    );
    if v_kind <> '' then
        v_found := auth.access_object(v_scope, v_kind, v_key, coalesce(v_asked ->> 'relation', '') like '%cost%');
        -- Hidden from who asks, or not there at all: not told apart.
        if v_found is null then
            return v_answer || jsonb_build_object(
                'allowed', case when v_scope = 'self' then false end,
                'sentence', format('There is no %s "%s" among those that you may ask about.', case v_kind when 'location' then 'place' else v_kind end, left(v_key, 60)),
                'groups', '[]'::jsonb, 'grants', '[]'::jsonb, 'policies', '[]'::jsonb, 'missing', '[]'::jsonb,
                'decides', jsonb_build_object('kind', 'policy', 'name', null, 'detail', 'What you may not see is answered like what does not exist.')
            );
        end if;
    end if;
    return v_answer || auth.access_answer(v_scope, v_person, v_asked, v_account, v_kind, v_found);
end
$$;
alter function api.explain_access(text, text, text) owner to stockroom_reader;
grant execute on function api.explain_access(text, text, text) to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting;
comment on function api.explain_access(text, text, text) is
'Whether a person may do something, and why: {allowed, sentence, person (with ways: direct, web), action, object, groups, grants, policies, decides, missing: [{what, who_can_grant}]}. person: empty for oneself. Derived from rights, policies, grants and the account as they are now. action: of api.access_actions(), "execute api.<function>" or "select <view or table>". object: location:CODE, item:SKU, document:UUID, person:NAME, view:api.NAME, or null for the right itself. Oneself; managers about who holds a place of theirs, and those places; admins and auditors about all. What the caller may not see is answered like what does not exist, allowed is then false for oneself and null for others. Raises IN006, IN014.';
