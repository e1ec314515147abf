create or replace function auth.access_answer(scope text, person text, asked jsonb, account jsonb, kind text, thing jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_name text := account ->> 'name';
    v_phrase text := case when asked ->> 'phrase' not like '%\%s%' then asked ->> 'phrase'
        else format(asked ->> 'phrase', coalesce(thing ->> 'name', case asked ->> 'takes' when 'location' then 'a place' when 'item' then 'items' when 'person' then 'people' else 'documents' end)) end;
    -- Without an object, only what is about no place can be asked of the policies.
    v_row jsonb := case when kind <> '' then coalesce(asked -> 'example', '{}') || (thing -> 'row') when asked ->> 'takes' = '' and asked ? 'example' then asked -> 'example' end;
    v_location integer := case when kind = 'location' then (thing -> 'row' ->> 'location_id')::integer end;
    v_steps jsonb;
    v_failed jsonb; -- the first step that does not pass
    v_groups text[];
    v_holders text[] := auth.access_holders(asked);
    v_grants jsonb := auth.access_grants(scope, person, v_location);
    v_policies jsonb := case when v_row is not null then auth.access_policies(person, asked, v_row) else '[]' end;
    v_missing jsonb := '[]';
    v_reasons text[] := '{}';
    v_held text;
    v_in text; -- the groups that the others come with
begin
    select jsonb_agg(to_jsonb(s)), (jsonb_agg(to_jsonb(s)) filter (where not coalesce(s.passes, false))) -> 0 into v_steps, v_failed
    from auth.access_steps(person, asked, v_row) as s;
    select coalesce(array_agg(g.name), '{}') into v_groups from unnest(auth.group_names()) as g (name)
    where to_regrole(quote_ident(person)) is not null and pg_has_role(to_regrole(quote_ident(person)), ('stockroom_' || g.name)::regrole, 'usage');
    select coalesce(string_agg(g, ', '), 'no group') into v_in from unnest(v_groups) as g
    where not exists (
        select from unnest(v_groups) as o where o <> g and pg_has_role(('stockroom_' || o)::name, ('stockroom_' || g)::name, 'usage')
    );
    select g.value ->> 'name' into v_held from jsonb_array_elements(v_grants) as g where not (g.value ->> 'ended')::boolean limit 1;
    if account ->> 'state' is not null then
        -- What a DBA took, or a password's end, no admin can give back.
        v_missing := jsonb_build_array(jsonb_build_object('what', account ->> 'sentence',
            'who_can_grant', case when account ->> 'state' in ('disabled', 'ended', 'group ended') then auth.access_givers(scope, person, null) else '[]' end));
    end if;
    if v_failed ->> 'kind' = 'rule' then
        v_reasons := v_reasons || rtrim(v_failed ->> 'detail', '.');
        v_missing := v_missing || jsonb_build_object('what', v_failed ->> 'detail', 'who_can_grant', '[]'::jsonb);
    elsif v_failed ->> 'kind' <> 'policy' then
        v_reasons := v_reasons || format('%s is in %s, and this needs %s', v_name, v_in,
            coalesce('the group ' || nullif(array_to_string(v_holders, ' or '), ''), 'a right that no group has'));
        v_missing := v_missing || jsonb_build_object('what', coalesce('the group ' || nullif(array_to_string(v_holders, ' or '), ''), 'a right that no group has'),
            'who_can_grant', case when v_holders = '{}' then '[]' else auth.access_givers(scope, person, null) end);
    end if;
    if exists (select from jsonb_array_elements(v_steps) as s where s.value ->> 'kind' = 'policy' and (s.value -> 'passes') = 'false') then
        if v_location is not null and not v_location <@ (auth.identity_of(person)).readable then
            v_reasons := v_reasons || format('%s holds no place that reaches %s', v_name, thing ->> 'name');
            v_missing := v_missing || jsonb_build_object('what', format('the place %s or one above it', thing ->> 'name'), 'who_can_grant', auth.access_givers(scope, person, v_location));
        elsif v_failed ->> 'kind' = 'policy' then
            v_reasons := v_reasons || format('no rule of the table %s lets %s do it%s', asked ->> 'relation', v_name, case when kind = 'document' then ' at all the places it moved stock at' else '' end);
            v_missing := v_missing || jsonb_build_object('what', 'a rule that lets it', 'who_can_grant', auth.access_givers(scope, person, null));
        end if;
    end if;
    if v_failed is null then
        v_reasons := array_remove(array[
            case when v_groups && v_holders then format('%s is in %s', v_name, array_to_string(array(select g from unnest(v_groups) as g where g = any (v_holders)), ', ')) end,
            case when v_location is not null and v_held is not null then format('holds %s', v_held) end
        ], null);
    end if;
    return jsonb_build_object(
        'allowed', v_failed is null and account ->> 'state' is null, 'ways', account -> 'ways',
        'sentence', auth.access_sentence(v_name, v_phrase, account, v_reasons, case when v_failed is null then '[]' else v_missing end),
        'groups', (select coalesce(jsonb_agg(jsonb_build_object('group', g.name, 'decides', g.name = any (v_holders))), '[]') from unnest(v_groups) as g (name)),
        'needs', to_jsonb(v_holders), 'grants', v_grants, 'policies', v_policies, 'steps', v_steps, 'missing', v_missing,
        'decides', case
            when account ->> 'state' is not null then jsonb_build_object('kind', 'account', 'name', account ->> 'state', 'detail', account ->> 'sentence')
            when v_failed ->> 'kind' = 'policy' and v_location is not null and v_grants = '[]' then
                jsonb_build_object('kind', 'grant', 'name', thing ->> 'name', 'detail', 'No grant reaches it.')
            when v_failed ->> 'kind' = 'policy' then jsonb_build_object('kind', 'policy', 'name', v_failed ->> 'name', 'detail', v_failed ->> 'detail')
            when v_failed ->> 'kind' = 'rule' then v_failed - 'passes'
            when v_failed is not null then jsonb_build_object('kind', 'group', 'name', array_to_string(v_holders, ' or '), 'detail', format('%s on %s', v_failed ->> 'detail', v_failed ->> 'name'))
            when v_location is not null and v_held is not null then jsonb_build_object('kind', 'grant', 'name', v_held, 'detail', v_grants -> 0 ->> 'path')
            when v_policies @> '[{"passes": true}]' then jsonb_build_object('kind', 'policy', 'name', jsonb_path_query_first(v_policies, '$[*] ? (@.passes == true)') ->> 'policy', 'detail', asked ->> 'relation')
            else jsonb_build_object('kind', 'function', 'name', coalesce(asked ->> 'function_name', asked ->> 'view_name', asked ->> 'relation'), 'detail', null)
        end
    );
end
$$;
alter function auth.access_answer(text, text, jsonb, jsonb, text, jsonb) owner to stockroom_reader;
comment on function auth.access_answer(text, text, jsonb, jsonb, text, jsonb) is 'The body of api.explain_access(), once it is known who may ask about what.';
