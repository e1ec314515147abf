create or replace view api.attachments with (security_invoker = true) as
select
    i.sku, a.attachment_id as attachment, a.name, a.media_type, a.bytes, encode(a.sha256, 'hex') as sha256, a.is_image, a.is_primary,
    a.created_at, a.created_by
from inventory.attachments as a
join inventory.items as i using (item_id);
alter view api.attachments owner to stockroom_owner;
grant select on api.attachments to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_reporting;
comment on view api.attachments is
'Files and pictures of items, without their content: api.attachment_file() has that.';
comment on column api.attachments.sku is 'Stock keeping unit: what people and barcodes say.';
comment on column api.attachments.attachment is 'Its UUID.';
comment on column api.attachments.name is 'File name as it was given.';
comment on column api.attachments.media_type is 'What the content is.';
comment on column api.attachments.bytes is 'Size of the content.';
comment on column api.attachments.sha256 is 'Hash of the content, in hexadecimal digits.';
comment on column api.attachments.is_image is 'Whether it is a picture.';
comment on column api.attachments.is_primary is 'Whether it is the picture that stands for the item.';
comment on column api.attachments.created_at is 'When it was added.';
comment on column api.attachments.created_by is 'Who added it.';
