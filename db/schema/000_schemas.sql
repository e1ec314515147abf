-- The five schemas. inventory, auth, audit hold data; api is the public surface
-- (views and commands, rebuilt by every deploy); queue belongs to pgqueuer.
create schema inventory;
create schema auth;
create schema audit;
create schema api;
create schema queue;

comment on schema inventory is 'What is stocked: items, places, the ledger and what is derived from it.';
comment on schema auth is 'People, their places and their sessions. Passwords are Postgres''s own.';
comment on schema audit is 'Who changed which reference data, when, from what to what.';
comment on schema api is 'The public surface: views to read, functions to act. Everything here is stable.';
comment on schema queue is 'The job queue (pgqueuer). Written by inventory.enqueue_job, read by the worker.';
