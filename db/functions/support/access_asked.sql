create or replace function auth.access_asked(action text, kind text)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- The catalogue is no secret: PostgreSQL shows every role the names in it.
declare
    v_said text := lower(btrim(action));
    v_verb text := split_part(v_said, ' ', 1);
    v_name text := split_part(v_said, ' ', 2);
    v_asked jsonb;
begin
    select to_jsonb(a) into v_asked
    from api.access_actions() with ordinality as a
    -- What a function is called by people, where it has a name of theirs.
    where v_said in (a.action, concat_ws(' ', 'execute', a.function_name)) and (access_asked.kind = '' or a.takes = access_asked.kind)
    order by a.ordinality
    limit 1;
    if v_asked is null and v_name ~ '^(api|inventory|auth|audit|queue|local)\.[a-z0-9_]{1,63}$' then
        if v_verb = 'execute' and to_regproc(v_name) is not null then
            v_asked := jsonb_build_object('function_name', v_name, 'phrase', 'call ' || v_name);
        elsif v_verb in ('select', 'insert', 'update', 'delete') and to_regclass(v_name) is not null then
            v_asked := jsonb_build_object(
                'view_name', case when v_verb = 'select' then v_name end, 'relation', v_name, 'command', v_verb,
                'phrase', format('%s %s', case v_verb when 'select' then 'read' when 'insert' then 'write into' when 'update' then 'change' else 'delete from' end, v_name),
                'takes', case when exists (
                    select from pg_catalog.pg_attribute as c
                    join pg_catalog.pg_class as t on t.oid = c.attrelid and t.relkind in ('r', 'p')
                    where c.attrelid = to_regclass(v_name) and c.attname = 'location_id'
                ) then 'location' else '' end
            );
        end if;
    end if;
    return jsonb_build_object('action', v_said) || v_asked;
end
$$;
alter function auth.access_asked(text, text) owner to stockroom_reader;
comment on function auth.access_asked(text, text) is
'What an action means: a row of api.access_actions(), or of the catalogue for "execute api.…" and "select …"; null for an action that is not known or does not take that kind of object.';
