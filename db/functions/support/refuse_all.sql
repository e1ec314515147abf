create or replace function inventory.refuse_all(first jsonb, others jsonb default '[]')
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
-- Whoever knows of one alone (psql's message, a client of 0.1.0) reads what it read before; the others
-- stand in DETAIL, and in words in HINT. In the order of `others`: of the form.
declare
    c_most constant integer := 100; -- a form has fewer fields; what is sent by a program may have any number of them
    v_told constant jsonb := coalesce(first -> 'facts' -> 'problems', jsonb_build_array(first - 'facts'));
    v_new jsonb;
    v_all jsonb;
    v_more text;
begin
    select coalesce(jsonb_agg(o.one - 'facts' order by o.place), '[]') into v_new
    from jsonb_array_elements(others) with ordinality as o (one, place) where o.place <= c_most;
    select jsonb_agg(t.one) into v_all from jsonb_array_elements(v_told) as t (one)
    where not exists (
        select from jsonb_array_elements(v_new) as n (one)
        where n.one ->> 'field' = t.one ->> 'field' and (n.one ->> 'message' = t.one ->> 'message' or t.one ->> 'field' <> '')
    );
    v_all := coalesce(v_all, '[]') || v_new;
    select string_agg(m.message, ' ' order by m.place) into v_more
    from (
        select a.one ->> 'message' as message, min(a.place) as place
        from jsonb_array_elements(v_all) with ordinality as a (one, place)
        where a.one ->> 'message' <> first ->> 'message' group by 1
    ) as m;
    raise exception using errcode = first ->> 'code', message = first ->> 'message',
        detail = case when v_more is null then first -> 'facts'
            else coalesce(nullif(first -> 'facts', 'null'), '{}') || jsonb_build_object('problems', v_all) end::text,
        -- Where first told of several itself, its hint has them: they are told once.
        hint = concat_ws(' ', split_part(first ->> 'hint', ' And: ', 1), 'And: ' || left(v_more, 4000));
end
$$;
alter function inventory.refuse_all(jsonb, jsonb) owner to stockroom_owner;
grant execute on function inventory.refuse_all(jsonb, jsonb) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_people, stockroom_auth, stockroom_keeper;
comment on function inventory.refuse_all(jsonb, jsonb) is
'Refuses with all that is wrong at once: first as it was raised (inventory.problem_of), the others found beside it. Where there are several, DETAIL holds them (of the others at most 100) as "problems": [{"field", "code", "message", "hint"}].';
