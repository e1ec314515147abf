create or replace function api.list_changes(
    person text default null, actor text default null, kind text default null, operation text default null,
    since date default null, until date default null, search text default null, address text default null,
    after text default null, max_rows integer default 50
)
returns jsonb
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
-- Window by window, each larger than the last, until the page is full or enough has been read: what is
-- rare is then looked for further from where this page ended.
declare
    c_enough constant integer := 20000;
    c_disorder constant integer := 1000; -- keys of changes recorded at once
    v_asked jsonb := audit.asked_changes(person, actor, kind, operation, since, until, search, address);
    v_limit integer := greatest(1, least(coalesce(max_rows, 50), 500));
    v_before bigint := least(
        coalesce((inventory.read_cursor(after, array['change bigint']) ->> 'change')::bigint, 9223372036854775807),
        audit.key_around((v_asked ->> 'until')::timestamptz) + c_disorder
    );
    v_floor bigint := greatest(audit.key_around((v_asked ->> 'since')::timestamptz) - c_disorder, 0);
    v_first bigint := v_before;
    v_window integer := 2 * v_limit;
    v_read integer := 0;
    v_ids bigint[] := '{}';
begin
    loop
        v_first := audit.window_start(v_asked ->> 'person', v_asked ->> 'table_name', v_before, v_window);
        exit when v_first is null;
        v_ids := v_ids || audit.matching_changes(v_asked, greatest(v_first, v_floor), v_before, v_limit + 1 - cardinality(v_ids));
        v_before := v_first;
        v_read := v_read + v_window;
        exit when cardinality(v_ids) > v_limit or v_first <= v_floor or v_read >= c_enough;
        v_window := least(v_window * 4, c_enough - v_read);
    end loop;
    return jsonb_build_object(
        'rows', audit.change_answers(v_ids[1:v_limit]),
        'next', case
            when cardinality(v_ids) > v_limit then inventory.write_cursor(jsonb_build_object('change', v_ids[v_limit]))
            when v_first > v_floor then inventory.write_cursor(jsonb_build_object('change', v_first)) end,
        'searched_to', case when cardinality(v_ids) <= v_limit and v_first > v_floor then audit.time_of(v_first) end
    );
end
$$;
alter function api.list_changes(text, text, text, text, date, date, text, text, text, integer) owner to stockroom_owner;
grant execute on function api.list_changes(text, text, text, text, date, date, text, text, text, integer) to stockroom_auditor, stockroom_admin;
comment on function api.list_changes(text, text, text, text, date, date, text, text, text, integer) is
'A page of the audit, newest first: {"rows", "next", "searched_to"}. person: whose change; actor: who looked on, or the database user; kind: items, ranges, people, …; since, until: days of the caller''s time zone; search: a text in the row before or after; after: the page before''s next. Where little matches, a page ends after 20,000 changes were read: searched_to says how far back, next goes on from there. Raises IN014.';
