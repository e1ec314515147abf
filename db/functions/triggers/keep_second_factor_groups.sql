create or replace function auth.keep_second_factor_groups()
returns trigger
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform auth.keep_web_only();
    return null;
end
$$;
alter function auth.keep_second_factor_groups() owner to stockroom_auth;
comment on function auth.keep_second_factor_groups() is
'Applies a change of the groups that sign in with a second factor.';
create or replace trigger settings_second_factor_groups after update of second_factor_groups on inventory.settings
for each row when (old.second_factor_groups is distinct from new.second_factor_groups)
execute function auth.keep_second_factor_groups();
