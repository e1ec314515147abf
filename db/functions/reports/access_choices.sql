create or replace function api.access_choices()
returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(to_jsonb(a) order by a.n), '[]')
    from (
        select c.action, array_agg(c.takes order by c.ordinality) as takes, min(c.ordinality) as n
        from api.access_actions() with ordinality as c
        group by c.action
    ) as a
$$;
alter function api.access_choices() owner to stockroom_owner;
grant execute on function api.access_choices() to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting;
comment on function api.access_choices() is
'The actions that can be asked about by name, each with the kinds of object it takes, as a JSON array: what forms offer.';
