create or replace function inventory.note_all_words(past integer, many integer)
returns integer
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_last integer;
begin
    if exists (select from inventory.item_words as w where w.word = '') then
        return null;
    end if;
    select max(n.item_id) into v_last
    from (select i.item_id from inventory.items as i where i.item_id > past order by i.item_id limit many) as n;
    insert into inventory.item_words (word, category_id)
    select n.word, n.category_id
    from (
        select distinct w.word, i.category_id
        from inventory.items as i cross join lateral unnest(inventory.words_of(i.name)) as w (word)
        where i.item_id > past and i.item_id <= v_last
    ) as n
    -- What another call noted has another key.
    where not exists (select from inventory.item_words as k where k.word = n.word and k.category_id = n.category_id)
    order by 1, 2
    on conflict do nothing;
    if v_last is null then
        insert into inventory.item_words (word, category_id) values ('', 0) on conflict do nothing;
    end if;
    return v_last;
end
$$;
alter function inventory.note_all_words(integer, integer) owner to stockroom_keeper;
comment on function inventory.note_all_words(integer, integer) is
'Notes the words of so many items past one, for a deploy to call until it answers null: then all are noted, and searches go by them. Later changes are noted by the items'' own triggers.';
