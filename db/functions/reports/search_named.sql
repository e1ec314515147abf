create or replace function inventory.search_named(plan jsonb, bits varbit, sees_all boolean, few integer, others boolean, out ids integer[], out among integer[], out whole boolean)
returns record
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if plan ->> 'kind' in ('barcode', 'lot', 'status', 'has') then
        ids := inventory.search_set(plan, bits, sees_all, case plan ->> 'kind' when 'status' then 4 * few else few end);
    end if;
    whole := ids is not null;
    if others and not whole and plan ->> 'kind' in ('location', 'expires') then
        among := inventory.search_among(plan, 10 * few);
        if cardinality(among) <= few then
            ids := among;
            among := null;
        end if;
    end if;
end
$$;
alter function inventory.search_named(jsonb, varbit, boolean, integer, boolean) owner to stockroom_reader;
comment on function inventory.search_named(jsonb, varbit, boolean, integer, boolean) is
'The items that a term names, where they are few: ids (whole: just those it finds; else each is still to be held against the term), or among, such that hold them, where they are ten times as many (others: whether to ask for items by what may hold them). Called by inventory.search_plan() only.';
