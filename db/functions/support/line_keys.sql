create or replace function inventory.line_keys(kind text)
returns text[]
language sql
immutable parallel safe
return case kind
    when 'receipt' then array['item', 'location', 'quantity', 'lot', 'unit', 'note', 'unit_cost', 'expires_on']
    when 'transfer' then array['item', 'from', 'to', 'quantity', 'lot', 'unit', 'note']
    when 'adjustment' then array['item', 'location', 'quantity', 'lot', 'unit', 'note', 'reason']
    when 'reversal' then array['item', 'location', 'quantity', 'lot', 'unit', 'note', 'reason']
    else array['item', 'location', 'quantity', 'lot', 'unit', 'note']
end;
alter function inventory.line_keys(text) owner to stockroom_owner;
grant execute on function inventory.line_keys(text) to stockroom_writer;
comment on function inventory.line_keys(text) is 'The keys a line of a document of this kind may have.';
