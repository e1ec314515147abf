create table inventory.workers (
    worker text not null,
    started_at timestamptz not null,
    heartbeat_at timestamptz not null,
    version text not null,
    constraint workers_pkey primary key (worker)
);
comment on table inventory.workers is 'The worker processes and when each was last heard of.';
comment on column inventory.workers.worker is 'Host and process id.';
comment on column inventory.workers.started_at is 'When the process started.';
comment on column inventory.workers.heartbeat_at is 'When it last said it is alive; every 10 s.';
comment on column inventory.workers.version is 'The version it runs.';
