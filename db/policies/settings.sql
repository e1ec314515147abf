-- Everybody who is signed in reads the settings; admins change them.
alter table inventory.settings enable row level security, force row level security;

grant select on inventory.settings to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting, stockroom_admin,
stockroom_writer, stockroom_keeper, stockroom_reader, stockroom_auth, stockroom_people, stockroom_backup;
grant update (company, currency, time_zone, second_factor_groups, break_glass_hours, version) on inventory.settings to stockroom_admin;

create policy select_signed_in on inventory.settings for select to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting, stockroom_admin
using ((select auth.signed_in()) is not null);
create policy select_functions on inventory.settings for select to stockroom_writer, stockroom_keeper, stockroom_reader, stockroom_auth, stockroom_people
using (true);
create policy update_admins on inventory.settings for update to stockroom_admin
using ((select auth.signed_in()) is not null)
with check ((select auth.signed_in()) is not null);
