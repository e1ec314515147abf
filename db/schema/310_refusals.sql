create table audit.refusals (
    refusal_id bigint generated always as identity,
    refused_at timestamptz not null default clock_timestamp(),
    person text,
    actor text,
    session_id uuid,
    address inet,
    method text not null,
    path text not null,
    status integer not null,
    code text not null,
    message text not null,
    times integer not null default 1,
    constraint refusals_pkey primary key (refusal_id),
    constraint refusals_texts_have_length check (
        char_length(method) <= 20 and char_length(path) <= 500 and char_length(code) <= 40 and char_length(message) <= 500
    )
);
create index refusals_refused_at_idx on audit.refusals (refused_at desc, refusal_id desc);
create index refusals_person_idx on audit.refusals (person, refusal_id desc);
comment on table audit.refusals is 'What the web and the API refused for want of a right. Only its counts grow, and what is a year old goes. Refusals of direct logins are in the server''s log.';
comment on column audit.refusals.refusal_id is 'Order of recording.';
comment on column audit.refusals.refused_at is 'When.';
comment on column audit.refusals.person is 'Whose session asked; null without one.';
comment on column audit.refusals.actor is 'Who looked on as that person (see as); else null.';
comment on column audit.refusals.session_id is 'The session; null without one.';
comment on column audit.refusals.address is 'Where from.';
comment on column audit.refusals.method is 'HTTP method.';
comment on column audit.refusals.path is 'Path asked for, without its query.';
comment on column audit.refusals.status is 'HTTP status answered.';
comment on column audit.refusals.code is 'Our code or the SQLSTATE.';
comment on column audit.refusals.message is 'What was answered.';
comment on column audit.refusals.times is 'How many alike it stands for: a flood is counted, not listed.';
