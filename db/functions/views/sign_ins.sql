create or replace view api.sign_ins with (security_invoker = true) as
select a.attempt_id as attempt, a.attempted_at, a.person, a.method, a.success, a.address
from auth.sign_in_attempts as a;
alter view api.sign_ins owner to stockroom_owner;
grant select on api.sign_ins to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin;
comment on view api.sign_ins is
'Attempts to sign in through the web within 90 days: one''s own, to admins and auditors everybody''s, of names that do not exist too.';
comment on column api.sign_ins.attempt is 'Order of the attempts.';
comment on column api.sign_ins.attempted_at is 'When.';
comment on column api.sign_ins.person is 'The name that was given; it need not exist.';
comment on column api.sign_ins.method is 'What was tried: password, code (second factor), pin (registered device) or link (invitation).';
comment on column api.sign_ins.success is 'Whether it succeeded.';
comment on column api.sign_ins.address is 'Where from.';
