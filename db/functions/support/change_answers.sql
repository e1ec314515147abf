create or replace function audit.change_answers(change_ids bigint[])
returns jsonb
language sql
stable security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off -- by their keys
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'change', c.change_id, 'at', c.changed_at, 'person', c.person, 'person_name', p.name, 'actor', c.actor,
        'database_user', c.database_user, 'address', host(c.address), 'session', c.session_id,
        'table', c.table_name, 'kind', k.kind, 'title', coalesce(k.title, c.table_name),
        'subject', audit.subject_of(c.table_name, coalesce(c.after, c.before)), 'operation', c.operation,
        'fields', f.fields, 'summary', f.summary, 'before', c.before, 'after', c.after
    ) order by c.change_id desc), '[]')
    from audit.changes as c
    left join audit.kinds() as k on k.table_name = c.table_name
    left join api.people as p on p.person = c.person
    cross join lateral (
        select
            coalesce(jsonb_agg(jsonb_build_object('field', v.label, 'before', v.was, 'after', v.became) order by v.field), '[]') as fields,
            string_agg(format('%s: %s → %s', v.label, coalesce(v.was #>> '{}', '–'), coalesce(v.became #>> '{}', '–')), '; ' order by v.field)
                as summary
        from audit.changed_fields(c.table_name, c.before, c.after) as v
    ) as f
    where c.change_id = any (change_answers.change_ids)
$$;
alter function audit.change_answers(bigint[]) owner to stockroom_owner;
grant execute on function audit.change_answers(bigint[]) to stockroom_auditor, stockroom_admin;
comment on function audit.change_answers(bigint[]) is
'Changes as api.list_changes() tells them, newest first; those the caller may not see are left out.';
