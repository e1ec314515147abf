-- The wider check of deliveries is proved, while people work: it reads the rows and stops nobody.
--
-- The deploy sets lock_timeout.
-- squawk-ignore-file require-lock-timeout, require-statement-timeout

alter table inventory.deliveries validate constraint deliveries_notice_is_known;
