create or replace function inventory.find_items(terms jsonb, sort text, after jsonb, max_rows integer, before jsonb, near jsonb, count boolean default true)
returns table (item_ids integer[], more boolean, counted integer, keys text[], exact boolean, looked integer, stop jsonb, near_words jsonb, unsorted text)
language plpgsql
stable security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_terms jsonb := inventory.with_near_words(terms, near);
    v_found record;
begin
    near_words := near;
    select * into v_found from inventory.search_ids(v_terms, sort, after, max_rows, before, count);
    -- Strictly first; where that finds nothing, words may be spelled otherwise.
    if v_found.counted = 0 and v_found.exact and near is null then
        near_words := inventory.near_words(terms);
        if near_words is not null then
            v_terms := inventory.with_near_words(terms, near_words);
            select * into v_found from inventory.search_ids(v_terms, sort, after, max_rows, before, count);
        end if;
    end if;
    -- Of too many to put in order by a sum, by name; but from the first page on.
    if v_found.counted is null then
        unsorted := inventory.search_order(v_terms, sort);
        if num_nonnulls(after, before) > 0 then
            perform inventory.refuse_search('There are too many items by now to put them in order by quantity.', 'Start from the first page.', 0, 0, unsorted);
        end if;
        select * into v_found from inventory.search_ids(inventory.unsorted_terms(v_terms), 'name', null, max_rows, null, count);
    end if;
    item_ids := v_found.item_ids; more := v_found.more; counted := v_found.counted; keys := v_found.keys;
    exact := v_found.exact; looked := v_found.looked; stop := v_found.stop;
    return next;
end
$$;
alter function inventory.find_items(jsonb, text, jsonb, integer, jsonb, jsonb, boolean) owner to stockroom_owner;
grant execute on function inventory.find_items(jsonb, text, jsonb, integer, jsonb, jsonb, boolean) to stockroom_viewer, stockroom_counter, stockroom_auditor;
comment on function inventory.find_items(jsonb, text, jsonb, integer, jsonb, jsonb, boolean) is
'A page of the items that a search finds, or one with its words spelled otherwise where nothing is named so, as inventory.search_ids() answers it; near_words: those words (near: those of the page before); unsorted: the order asked for where too many match to be put in it, which then come by name. Raises IN012.';
