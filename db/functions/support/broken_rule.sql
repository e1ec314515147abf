create or replace function inventory.broken_rule(constraint_name text, column_name text)
returns table (field text, message text)
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    -- The sentence of every rule of a row that a person can break by a command, once.
    select r.field, r.message
    from (values
        ('items_sku_key', 'sku', 'There is an item with this SKU already.'),
        ('items_sku_is_upper_case', 'sku', 'A SKU has 1 to 60 letters, digits and _ . / + -, and begins with a letter or digit.'),
        ('items_name_has_length', 'name', 'A name has 1 to 200 characters.'),
        ('items_description_has_length', 'description', 'A description has at most 4,000 characters.'),
        ('items_attributes_is_small', 'attributes', 'The attributes are too long together (8 kB).'),
        ('items_attributes_is_object', 'attributes', 'The attributes are no JSON object.'),
        ('item_units_pkey', 'packs', 'Each pack unit can be given once.'),
        ('item_units_factor_is_positive', 'packs', 'A pack holds more than zero and less than a thousand million base units.'),
        ('items_tags_are_few', 'tags', 'An item has at most 20 tags.'),
        ('items_tags_are_words', 'tags', 'A tag has 1 to 40 letters, digits and other signs, without commas and double quotes.'),
        ('item_barcodes_pkey', 'barcodes', 'A barcode stands for one item: this one is given twice, or is another item''s.'),
        ('item_barcodes_barcode_is_printable', 'barcodes', 'A barcode has 1 to 80 printable characters of ASCII.'),
        ('item_barcodes_item_id_unit_id_fkey', 'barcodes', 'A barcode stands for the base unit or for a pack that the item has.'),
        ('attachments_name_has_length', 'name', 'A file''s name has 1 to 200 characters.'),
        ('attachments_name_is_no_path', 'name', 'A file''s name has no slashes and no control characters.'),
        ('attachments_media_type_is_one', 'media_type', 'A media type looks like application/pdf.'),
        ('attachments_content_has_size', 'file', 'A file has 1 byte to 10 MB.'),
        ('attachments_thumbnail_is_small_webp', 'thumbnail', 'A thumbnail is a WebP picture of at most 40 kB.'),
        ('attachments_preview_is_small_webp', 'preview', 'A preview is a WebP picture of at most 400 kB.'),
        ('attachments_images_have_both_sizes', 'preview', 'A picture has both a thumbnail and a preview.'),
        ('attachments_primary_is_an_image', 'is_primary', 'Only a picture can stand for an item.'),
        ('saved_views_owner_list_name_key', 'name', 'You have a view of this name already.'), ('saved_views_name_has_length', 'name', 'A view''s name has 1 to 60 characters.'),
        ('saved_views_query_has_length', 'query', 'A search has at most 500 characters.'), ('saved_views_sort_has_length', 'sort', 'This is not an order of the list.'),
        ('saved_views_columns_are_few', 'columns', 'These are too many columns.'), ('saved_views_shared_with_is_known', 'shared_with', 'A view is shared with viewer, staff, counter, manager or auditor.'), ('preferences_numbers_is_known', 'numbers', 'Numbers read with a point, a comma or a space.'), ('preferences_dates_is_known', 'dates', 'Dates begin with the day, the month, or are ISO.'),
        ('list_columns_list_is_a_word', 'list', 'There is no such list.'), ('list_columns_columns_are_few', 'columns', 'These are too many columns.'), ('preferences_language_is_a_code', 'language', 'A language is a code as de or pt-BR.'), ('preferences_theme_is_known', 'theme', 'The theme is system, light or dark.'), ('preferences_density_is_known', 'density', 'Rows stand comfortable or compact.'),
        ('thresholds_has_a_bound', 'minimum', 'Give a minimum, a maximum, or both.'), ('thresholds_minimum_not_above_maximum', 'maximum', 'The maximum is below the minimum.'),
        ('thresholds_bounds_are_finite', 'maximum', 'A bound is below a million million.'), ('thresholds_margin_not_negative', 'margin', 'The margin is zero or more.'),
        ('thresholds_margin_fits_range', 'margin', 'The margin is wider than the range from minimum to maximum.'), ('thresholds_severity_is_known', 'severity', 'Severity is info, warning or critical.'),
        ('people_pkey', 'person', 'There is a person of this name already.'),
        ('people_person_is_a_role_name', 'person', 'A person''s name has 2 to 50 lower-case letters, digits and _, begins with a letter, and not with pg_, web_ or stockroom_.'),
        ('people_email_looks_right', 'email', 'This is no e-mail address.'), ('people_name_has_length', 'name', 'A name has 1 to 120 characters.'), ('people_kind_is_known', 'kind', 'A kind of account is person, tool or client.'),
        ('people_person_is_free', 'person', 'The server has a role of this name, or reserves it. Choose another.'), ('people_companion_key', 'person', 'There is a person of this name already.'),
        ('settings_company_has_length', 'company', 'A company''s name has 1 to 120 characters.'),
        ('settings_currency_is_iso_4217', 'currency', 'A currency is three capital letters, for example EUR.'),
        ('settings_second_factor_groups_are_known', 'second_factor_groups', 'The groups are viewer, staff, counter, manager, auditor and admin.'),
        ('settings_break_glass_hours_in_range', 'break_glass_hours', 'Emergency rights last 1 to 24 hours.'),
        ('break_glass_grants_reason_has_length', 'reason', 'Say why, in 10 to 500 characters.'),
        ('location_grants_person_fkey', 'person', 'There is no such person.'),
        ('locations_code_is_upper_case', 'code', 'A code has 1 to 40 letters, digits and _ . -, and begins with a letter or digit.'),
        ('locations_kind_is_known', 'kind', 'A kind is company, region, site, zone or bin.'),
        ('locations_name_has_length', 'name', 'A name has 1 to 120 characters.'),
        ('locations_code_key', 'code', 'There is a location with this code already.'),
        ('stock_levels_on_hand_not_negative', 'allow_negative', 'Stock there is below zero: bring it to zero or above first.'),
        ('stock_levels_reserved_within_on_hand', 'allow_negative', 'More is reserved there than on hand.'),
        ('categories_code_key', 'code', 'There is a category with this code already.'),
        ('categories_code_is_upper_case', 'code', 'A code has 1 to 40 letters, digits and _ . -, and begins with a letter or digit.'),
        ('categories_name_has_length', 'name', 'A name has 1 to 120 characters.'),
        ('categories_not_own_parent', 'parent', 'A category cannot lie below itself.'),
        ('attributes_category_id_attribute_key', 'attribute', 'This category declares an attribute of this name already. If it is retired, restore it.'), ('attributes_type_is_known', 'type', 'A type is text, number, choice, date or boolean.'),
        ('attributes_attribute_is_lower_case', 'attribute', 'A name has 1 to 40 small letters, digits and _, and begins with a letter: weight, shelf_life.'), ('attributes_label_has_length', 'label', 'A label has 1 to 60 characters.'),
        ('attributes_choices_belong_to_choice', 'choices', 'A choice has one value or more to choose from; other types have none.'), ('attributes_unit_belongs_to_number', 'unit', 'Only a number has a unit.'),
        ('units_code_key', 'code', 'There is a unit with this code already.'),
        ('units_code_is_short', 'code', 'A unit''s code has 1 to 12 letters, digits and % . / -, and begins with a letter.'),
        ('units_name_has_length', 'name', 'A name has 1 to 60 characters.'),
        ('units_decimals_in_range', 'decimals', 'A unit has 0 to 6 decimals.'),
        ('threshold_defaults_category_id_location_id_kind_key', 'category', 'There is a default for these already.'),
        ('threshold_defaults_kind_is_known', 'kind', 'A kind is company, region, site, zone or bin.'),
        ('threshold_defaults_has_a_bound', 'minimum', 'Give a minimum, a maximum, or both.'),
        ('threshold_defaults_bounds_in_range', 'minimum', 'A bound is zero or more, and below a million million.'),
        ('threshold_defaults_minimum_not_above_maximum', 'maximum', 'The maximum is below the minimum.'),
        ('threshold_defaults_margin_not_negative', 'margin', 'The margin is zero or more.'),
        ('threshold_defaults_margin_fits_range', 'margin', 'The margin is wider than the range from minimum to maximum.'),
        ('threshold_defaults_severity_is_known', 'severity', 'Severity is info, warning or critical.'),
        ('subscriptions_group_name_is_known', 'group_name', 'A group that is told is viewer, staff, manager or auditor.'),
        ('subscriptions_minimum_severity_is_known', 'minimum_severity', 'Severity is info, warning or critical.'),
        ('subscriptions_person_or_group', 'person', 'Choose a person or a group.'),
        ('subscriptions_channel_is_known', 'channel', 'The way they are told is email.')
    ) as r (constraint_name, field, message)
    where r.constraint_name = broken_rule.constraint_name
    union all
    select broken_rule.column_name, format('The %s is missing.', replace(broken_rule.column_name, '_', ' '))
    where broken_rule.column_name <> ''
    union all
    -- A rule that a DBA added has its name alone: those of ours read as truths.
    select '', format('A rule of the data was broken: %s.', left(broken_rule.constraint_name, 63))
    limit 1
$$;
alter function inventory.broken_rule(text, text) owner to stockroom_owner;
grant execute on function inventory.broken_rule(text, text) to stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_people, stockroom_auth;
comment on function inventory.broken_rule(text, text) is
'What to say of a constraint that was broken, or of a column left empty: the field of the command and a sentence.';
