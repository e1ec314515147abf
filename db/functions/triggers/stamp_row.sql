create or replace function inventory.stamp_row()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
-- An update that states a version other than the row's was made from a stale page: refuse
-- it with both. One that states none (psql) carries the row's own and passes.
declare
    v_name text;
begin
    if tg_op = 'UPDATE' then
        if new.version is distinct from old.version then
            -- As auth.name_of(), of whoever writes: here it is the keeper that asks.
            select p.name into v_name from auth.people as p
            where p.person = old.updated_by and has_table_privilege(coalesce(auth.signed_in()::name, session_user), 'api.people', 'select');
            raise exception using errcode = 'IN011',
                message = format('This was changed meanwhile by %s.', coalesce(v_name, old.updated_by)),
                detail = jsonb_build_object(
                    'yours', inventory.shown_row(tg_table_name, to_jsonb(new)),
                    'current', inventory.shown_row(tg_table_name, to_jsonb(old)) || jsonb_build_object('updated_by_name', coalesce(v_name, old.updated_by))
                )::text,
                hint = 'Compare both versions and save again.';
        end if;
        new.version := old.version + 1;
    else
        new.version := 1;
    end if;
    new.updated_at := clock_timestamp();
    new.updated_by := coalesce(auth.signed_in(), session_user);
    return new;
end
$$;
alter function inventory.stamp_row() owner to stockroom_keeper;
comment on function inventory.stamp_row() is
'Keeps version, updated_at and updated_by of reference data. Raises IN011 for a stale version; DETAIL has both as the API shows them ("yours", "current").';
create or replace trigger settings_stamp before insert or update on inventory.settings
for each row execute function inventory.stamp_row();
create or replace trigger categories_stamp before insert or update on inventory.categories
for each row execute function inventory.stamp_row();
create or replace trigger attributes_stamp before insert or update on inventory.attributes
for each row execute function inventory.stamp_row();
create or replace trigger units_stamp before insert or update on inventory.units
for each row execute function inventory.stamp_row();
create or replace trigger locations_stamp before insert or update on inventory.locations
for each row execute function inventory.stamp_row();
create or replace trigger lots_stamp before update on inventory.lots
for each row execute function inventory.stamp_row();
create or replace trigger items_stamp before insert or update on inventory.items
for each row execute function inventory.stamp_row();
create or replace trigger thresholds_stamp before insert or update on inventory.thresholds
for each row execute function inventory.stamp_row();
-- How far a default is applied is no edit of it.
create or replace trigger threshold_defaults_stamp before insert or update of minimum, maximum, margin, severity, version on inventory.threshold_defaults
for each row execute function inventory.stamp_row();
create or replace trigger saved_views_stamp before insert or update on inventory.saved_views
for each row execute function inventory.stamp_row();
