create or replace function api.keep_second_factors()
returns integer
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if not auth.may_act() then
        return 0;
    end if;
    return auth.keep_web_only();
end
$$;
alter function api.keep_second_factors() owner to stockroom_auth;
grant execute on function api.keep_second_factors() to stockroom_worker;
comment on function api.keep_second_factors() is
'Follows what DBAs granted and revoked by themselves: who must sign in with a second factor, and who need not. Answers how many changed. Each minute.';
