create or replace function auth.keep_web_only(person text default null)
returns integer
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
-- Who must set up a second factor and has none is signed out to do so.
declare
    v_changed text[];
    v_one text;
begin
    with changed as (
        update auth.people as p set web_only = w.web_only
        from (
            select q.person, q.kind = 'person' and auth.needs_second_factor(q.person) is not null as web_only
            from auth.people as q
            where keep_web_only.person is null or q.person = keep_web_only.person
        ) as w
        where p.person = w.person and p.web_only <> w.web_only
        returning p.person, p.web_only
    )
    select coalesce(array_agg(c.person), '{}') into v_changed from changed as c;
    foreach v_one in array v_changed loop
        if auth.needs_second_factor(v_one) = 'enrolment' then
            perform auth.end_sessions(v_one);
        end if;
    end loop;
    return cardinality(v_changed);
end
$$;
alter function auth.keep_web_only(text) owner to stockroom_auth;
grant execute on function auth.keep_web_only(text) to stockroom_people;
comment on function auth.keep_web_only(text) is
'Keeps people.web_only of one person or all: true for who has a second factor or must have one. Answers how many changed.';
