create or replace function inventory.move_figures(
    unit text, opening numeric, received numeric, issued numeric, transferred_in numeric, transferred_out numeric, adjusted numeric,
    reversed numeric
)
returns jsonb
language sql
immutable parallel safe
return jsonb_build_object(
    'unit', unit, 'opening', trim_scale(opening), 'received', trim_scale(received), 'issued', trim_scale(issued),
    'transferred_in', trim_scale(transferred_in), 'transferred_out', trim_scale(transferred_out), 'adjusted', trim_scale(adjusted),
    'reversed', trim_scale(reversed),
    'closing', trim_scale(opening + received + issued + transferred_in + transferred_out + adjusted + reversed)
);
alter function inventory.move_figures(text, numeric, numeric, numeric, numeric, numeric, numeric, numeric) owner to stockroom_owner;
grant execute on function inventory.move_figures(text, numeric, numeric, numeric, numeric, numeric, numeric, numeric) to stockroom_viewer, stockroom_auditor;
comment on function inventory.move_figures(text, numeric, numeric, numeric, numeric, numeric, numeric, numeric) is
'The figures of a movement summary in one unit; closing is opening and all that moved.';
