create table inventory.proofs (
    proof_id bigint generated always as identity,
    proved_at timestamptz not null default now(),
    duration_ms numeric not null,
    problems jsonb not null,
    constraint proofs_pkey primary key (proof_id)
);
create index proofs_proved_at_idx on inventory.proofs (proved_at desc);
comment on table inventory.proofs is 'When the ledger was last proved, and what was found.';
comment on column inventory.proofs.proof_id is 'Internal key.';
comment on column inventory.proofs.proved_at is 'When the proof ended.';
comment on column inventory.proofs.duration_ms is 'How long it took, milliseconds.';
comment on column inventory.proofs.problems is 'The first 100 rows of api.prove(); [] is a proof.';
