"""What people read instead of a constraint's name: one table for the web and for imports.

Postgres' own detail is never shown: it could tell of rows that are hidden from the person.
"""

# constraint -> (field of the form or the file, sentence)
CONSTRAINTS: dict[str, tuple[str, str]] = {
    "items_sku_key": ("sku", "There is an item with this SKU already."),
    "items_sku_is_upper_case": (
        "sku",
        "A SKU has 1 to 60 letters, digits and _ . / + -, and begins with a letter or digit.",
    ),
    "items_name_has_length": ("name", "A name has 1 to 200 characters."),
    "items_description_has_length": (
        "description",
        "A description has at most 4,000 characters.",
    ),
    "items_attributes_is_object": ("attributes", "The attributes are not understood."),
    "items_attributes_is_small": ("attributes", "The attributes are too long together (8 kB)."),
    "item_units_pkey": ("packs", "Each pack unit can be given once."),
    "item_units_factor_is_positive": (
        "packs",
        "A pack holds more than zero and less than a thousand million base units.",
    ),
    "thresholds_has_a_bound": ("minimum", "Give a minimum, a maximum, or both."),
    "thresholds_minimum_not_above_maximum": ("maximum", "The maximum is below the minimum."),
    "thresholds_bounds_are_finite": ("maximum", "A bound is below a million million."),
    "thresholds_margin_not_negative": ("margin", "The margin is zero or more."),
    "thresholds_margin_fits_range": (
        "margin",
        "The margin is wider than the range from minimum to maximum.",
    ),
    "thresholds_severity_is_known": ("severity", "Severity is info, warning or critical."),
    "documents_reference_has_length": ("reference", "The reference is too long."),
    "documents_note_has_length": ("note", "The note is too long."),
    "lots_code_has_length": ("lot", "A lot code has 1 to 60 characters."),
    "stock_levels_on_hand_not_negative": ("quantity", "There is not enough on hand."),
    "people_pkey": ("person", "There is a person of this name already."),
    "people_person_is_a_role_name": (
        "person",
        "A person's name has 2 to 50 lower-case letters, digits and _, begins with a letter, "
        "and not with pg_, web_ or stockroom_.",
    ),
    "people_email_looks_right": ("email", "This is no e-mail address."),
    "people_name_has_length": ("name", "A name has 1 to 120 characters."),
    "location_grants_person_fkey": ("person", "There is no such person."),
    "locations_code_is_upper_case": (
        "location",
        "A code has 1 to 40 letters, digits and _ . -, and begins with a letter or digit.",
    ),
    "locations_kind_is_known": ("kind", "A kind is company, region, site, zone or bin."),
}


def about(constraint: str | None) -> tuple[str, str]:
    """Return the field and the sentence of a broken constraint; of any value (None) or of a
    constraint that has no sentence of its own, no field and what can be said."""
    if constraint is None:
        return "", "A value is not understood."
    return CONSTRAINTS.get(constraint, ("", f"A rule of the data was broken: {constraint}."))
