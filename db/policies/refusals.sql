-- Written through a function of the web's, read by auditors and admins. Of a row only its count may grow,
-- and it may go after a year: a trigger refuses all else, whoever asks.
alter table audit.refusals enable row level security, force row level security;

grant select, insert, update (times), delete on audit.refusals to stockroom_keeper;
grant select on audit.refusals to stockroom_auditor, stockroom_admin, stockroom_backup;

create policy select_auditors on audit.refusals for select to stockroom_auditor, stockroom_admin
using ((select auth.in_group('auditor')) or (select auth.in_group('admin')));
create policy all_keeper on audit.refusals for all to stockroom_keeper
using (true)
with check (true);
