create or replace function auth.hold_admins(person text)
returns void
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    -- In one order: of the last two admins, who take each other's rights at once, one stays. Not
    -- FOR UPDATE: a new session refers to its person, and none of them could sign in meanwhile.
    perform from auth.people as p
    where p.person = any (hold_admins.person || array(select m.person from auth.members_of('{admin}') as m where m.disabled_at is null))
    order by p.person for no key update;
end
$$;
alter function auth.hold_admins(text) owner to stockroom_people;
comment on function auth.hold_admins(text) is
'Holds a person and all admins until the transaction ends, so that their rights change one after another. For the functions that change people.';
