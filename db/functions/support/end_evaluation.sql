create or replace function auth.end_evaluation()
returns void
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    delete from auth.evaluations as e where e.transaction = pg_current_xact_id_if_assigned()
$$;
alter function auth.end_evaluation() owner to stockroom_auth;
grant execute on function auth.end_evaluation() to stockroom_reader;
comment on function auth.end_evaluation() is 'From here on the worker is nobody again. Called by inventory.look_as() only.';
