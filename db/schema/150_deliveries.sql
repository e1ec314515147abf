create table inventory.deliveries (
    delivery_id uuid not null default gen_random_uuid(),
    alert_id uuid,
    person text not null,
    channel text not null,
    state text not null default 'queued',
    attempts integer not null default 0,
    last_error text not null default '',
    created_at timestamptz not null default clock_timestamp(),
    attempted_at timestamptz,
    sent_at timestamptz,
    notice text not null default 'alert',
    about text,
    constraint deliveries_pkey primary key (delivery_id),
    constraint deliveries_alert_id_person_channel_key unique (alert_id, person, channel),
    constraint deliveries_alert_id_fkey foreign key (alert_id) references inventory.alerts (alert_id) on delete cascade,
    constraint deliveries_state_is_known check (state in ('queued', 'sending', 'sent', 'failed', 'suppressed')),
    constraint deliveries_sent_at_goes_with_sent check ((state = 'sent') = (sent_at is not null)),
    constraint deliveries_notice_is_known check (notice in ('alert', 'invitation', 'break_glass', 'admin_changed', 'saved_view')),
    constraint deliveries_alert_id_goes_with_alert check ((notice = 'alert') = (alert_id is not null)),
    constraint deliveries_about_goes_with_others check ((notice = 'alert') = (about is null))
);
create index deliveries_created_at_idx on inventory.deliveries (created_at desc);
create index deliveries_invitations_idx on inventory.deliveries (person, created_at desc) where notice = 'invitation';
create index deliveries_sent_at_idx on inventory.deliveries (sent_at desc) where sent_at is not null;
create index deliveries_waiting_idx on inventory.deliveries (state) where state in ('queued', 'sending', 'failed');
create index deliveries_last_error_idx on inventory.deliveries (attempted_at desc nulls last)
where last_error <> '' and state <> 'sent';
comment on table inventory.deliveries is 'One message per alert or notice, person and channel; written before anything is sent.';
comment on column inventory.deliveries.delivery_id is 'Key; the Message-ID is made from it, so a repeated send is the same message.';
comment on column inventory.deliveries.alert_id is 'What it tells of; null for a notice.';
comment on column inventory.deliveries.person is 'Who is told.';
comment on column inventory.deliveries.channel is 'How: email.';
comment on column inventory.deliveries.state is 'queued, sending, sent, failed (given up) or suppressed (no longer permitted, or the address refuses).';
comment on column inventory.deliveries.attempts is 'How often sending was begun.';
comment on column inventory.deliveries.last_error is 'What the last failed attempt said.';
comment on column inventory.deliveries.created_at is 'When the alert asked for it.';
comment on column inventory.deliveries.attempted_at is 'When sending was last begun.';
comment on column inventory.deliveries.sent_at is 'When the mail server took it.';
comment on column inventory.deliveries.notice is 'What kind of message: alert, invitation, break_glass, admin_changed, saved_view.';
comment on column inventory.deliveries.about is 'What a notice tells of: the key of a break-glass grant; of an invitation its purpose; of an admin who was changed the facts, as JSON; of a saved view its key. Null for an alert.';
