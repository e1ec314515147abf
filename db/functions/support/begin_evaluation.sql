create or replace function auth.begin_evaluation(person text)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    -- Nobody else may look with another's eyes, whatever function asks for it.
    if session_user <> 'stockroom_worker' then
        raise exception using errcode = '42501', message = 'Only the worker evaluates saved views.';
    end if;
    insert into auth.evaluations (transaction, person) values (pg_current_xact_id(), begin_evaluation.person)
    on conflict (transaction) do update set person = excluded.person;
end
$$;
alter function auth.begin_evaluation(text) owner to stockroom_auth;
grant execute on function auth.begin_evaluation(text) to stockroom_reader;
comment on function auth.begin_evaluation(text) is
'From here on the worker sees what a person sees, until auth.end_evaluation() or the end of the transaction. Called by inventory.look_as() only.';
