create or replace function inventory.judge(was text, balance numeric, minimum numeric, maximum numeric, margin numeric)
returns text
language sql
immutable parallel safe
-- A body of this form has its names resolved here and now, needs no search_path and is inlined.
return case
    when balance < minimum then case when balance <= 0 then 'out' else 'low' end
    when balance > maximum then 'over'
    when was in ('low', 'out') and balance < minimum + margin then 'low'
    when was = 'over' and balance > maximum - margin then 'over'
    else 'ok'
end;
alter function inventory.judge(text, numeric, numeric, numeric, numeric) owner to stockroom_owner;
grant execute on function inventory.judge(text, numeric, numeric, numeric, numeric) to stockroom_keeper, stockroom_reader;
comment on function inventory.judge(text, numeric, numeric, numeric, numeric) is
'ok, low, out or over for a balance, given what it was: an abnormal status ends only past the margin.';
