create or replace function inventory.search_among(plan jsonb, most integer)
returns integer[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan -- few places or many
set enable_seqscan = off
as $$
-- By what an index holds alone: whether stock is there is asked of those that are met.
declare
    v_places integer[];
    v_from date := (plan ->> 'from')::date;
    v_before date := (plan ->> 'before')::date;
    v_ids integer[];
begin
    if plan ->> 'kind' = 'location' then
        v_places := inventory.search_below(plan);
        v_ids := array(select s.item_id from inventory.stock_levels as s where s.location_id = any (v_places) limit most + 1);
    elsif plan ->> 'kind' = 'expires' and num_nonnulls(v_from, v_before) > 0 then
        v_ids := array(
            select t.item_id from inventory.lots as t
            where t.expires_on >= coalesce(v_from, '-infinity') and t.expires_on < coalesce(v_before, 'infinity') limit most + 1);
    end if;
    return case when cardinality(v_ids) <= most then v_ids end;
end
$$;
alter function inventory.search_among(jsonb, integer) owner to stockroom_reader;
comment on function inventory.search_among(jsonb, integer) is
'Items that hold all that a place or a day of expiry finds, where they are not too many; null where they are, or the term is of another kind. Called by inventory.search_plan() only.';
