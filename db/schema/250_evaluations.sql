create table auth.evaluations (
    transaction xid8 not null,
    person text not null,
    constraint evaluations_pkey primary key (transaction)
);
comment on table auth.evaluations is 'As whom the worker evaluates a search, within one transaction: nothing stays when it ends.';
comment on column auth.evaluations.transaction is 'The transaction.';
comment on column auth.evaluations.person is 'The person whose rights it looks with.';
