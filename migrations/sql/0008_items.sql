-- Files and pictures of items; lots that are edited by their version.
--
-- The deploy sets lock_timeout. What lots gain are constants: no row is written.
-- squawk-ignore-file require-lock-timeout, require-statement-timeout

alter table inventory.lots
add column version integer not null default 1,
add column updated_at timestamptz,
add column updated_by text not null default '';
comment on column inventory.lots.version is 'Counts edits; a stale edit is refused (IN011).';
comment on column inventory.lots.updated_at is 'When it was last edited; null for never.';
comment on column inventory.lots.updated_by is 'Who edited it last.';

create table inventory.attachments (
    attachment_id uuid not null default gen_random_uuid(),
    item_id integer not null,
    name text not null,
    media_type text not null default 'application/octet-stream',
    bytes integer not null generated always as (octet_length(content)) stored,
    sha256 bytea not null generated always as (sha256(content)) stored,
    is_image boolean not null generated always as (thumbnail is not null) stored,
    is_primary boolean not null default false,
    created_at timestamptz not null default now(),
    created_by text not null default '',
    content bytea storage external not null,
    thumbnail bytea storage external,
    preview bytea storage external,
    constraint attachments_pkey primary key (attachment_id),
    constraint attachments_item_id_sha256_key unique (item_id, sha256),
    constraint attachments_item_id_fkey foreign key (item_id) references inventory.items (item_id) on delete cascade,
    constraint attachments_name_has_length check (char_length(name) between 1 and 200),
    constraint attachments_name_is_no_path check (name !~ '[[:cntrl:]/\\]' and name <> '.' and name <> '..'),
    constraint attachments_media_type_is_one check (media_type ~ '^[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,60}$'),
    constraint attachments_content_has_size check (octet_length(content) between 1 and 10000000),
    constraint attachments_thumbnail_is_small_webp check (substring(thumbnail from 1 for 4) = '\x52494646' and substring(thumbnail from 9 for 4) = '\x57454250' and octet_length(thumbnail) <= 40000),
    constraint attachments_preview_is_small_webp check (substring(preview from 1 for 4) = '\x52494646' and substring(preview from 9 for 4) = '\x57454250' and octet_length(preview) <= 400000),
    constraint attachments_images_have_both_sizes check ((thumbnail is null) = (preview is null)),
    constraint attachments_primary_is_an_image check (not is_primary or thumbnail is not null)
);
create unique index attachments_primary_idx on inventory.attachments (item_id) where is_primary;
comment on table inventory.attachments is 'Files and pictures of items, with the pictures'' small versions.';
comment on column inventory.attachments.attachment_id is 'What its address says.';
comment on column inventory.attachments.item_id is 'The item.';
comment on column inventory.attachments.name is 'File name as it was given, without its folders.';
comment on column inventory.attachments.media_type is 'What the content is, as found in it; a plain file where that is not known.';
comment on column inventory.attachments.bytes is 'Size of the content; at most 10 MB.';
comment on column inventory.attachments.sha256 is 'Hash of the content: the same file is kept once for an item.';
comment on column inventory.attachments.is_image is 'Whether it is a picture that can be shown small.';
comment on column inventory.attachments.is_primary is 'Whether it is the picture that stands for the item: one at most.';
comment on column inventory.attachments.created_at is 'When it was added.';
comment on column inventory.attachments.created_by is 'Who added it.';
comment on column inventory.attachments.content is 'The file, byte by byte as it came.';
comment on column inventory.attachments.thumbnail is 'The picture within 96 by 96 pixels, as WebP without what cameras write into files.';
comment on column inventory.attachments.preview is 'The picture within 320 by 320 pixels, likewise.';
