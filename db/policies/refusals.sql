-- Append-only: written through a function of the web's, read by auditors and admins.
alter table audit.refusals enable row level security, force row level security;

grant insert on audit.refusals to stockroom_keeper;
grant select on audit.refusals to stockroom_auditor, stockroom_admin, stockroom_backup;

create policy select_auditors on audit.refusals for select to stockroom_auditor, stockroom_admin
using ((select auth.signed_in()) is not null);
create policy insert_keeper on audit.refusals for insert to stockroom_keeper
with check (true);
