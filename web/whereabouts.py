"""Which room of the sidebar a page belongs to: a form or a question is part of its list."""

from collections.abc import Mapping

# By the first word of the address, for each room of base.html.
WORDS: dict[str, tuple[str, ...]] = {
    "/": ("", "overview"),
    "/items": (
        "items", "create_item", "edit_item", "edit_items", "item_edits", "remove_item",
        "restore_item", "saved_views", "create_saved_view", "edit_saved_view", "remove_saved_view",
        "labels", "edit_lot", "add_attachment", "remove_attachment",
    ),
    "/movements": (
        "movements", "documents", "reverse_document", "post_receipt", "post_issue",
        "post_transfer", "post_adjustment",
    ),
    "/alerts": ("alerts",),
    "/reports": ("reports",),
    "/lots": ("lots",),
    "/thresholds": (
        "thresholds", "set_threshold", "remove_threshold", "remove_thresholds",
        "threshold_defaults", "set_threshold_default", "remove_threshold_default",
    ),
    "/locations": (
        "locations", "create_location", "edit_location", "move_location", "close_location",
        "open_location", "remove_location",
    ),
    "/categories": ("categories", "create_category", "edit_category", "remove_category"),
    "/attributes": (
        "attributes", "declare_attribute", "change_attribute", "retire_attribute",
        "restore_attribute",
    ),
    "/units": ("units", "create_unit", "edit_unit", "remove_unit"),
    "/subscriptions": (
        "subscriptions", "create_subscription", "edit_subscription", "remove_subscription",
    ),
    "/import": ("import", "imports"),
    "/people": (
        "people", "invite_user", "create_user", "edit_user", "offboard_user", "disable_user",
        "enable_user", "reset_second_factor", "grant_location", "revoke_location", "set_groups",
        "end_session", "create_token", "send_invitation", "invitation_link",
    ),
    "/audit": ("audit",),
    "/health": ("health",),
    "/break_glass": ("break_glass", "end_break_glass"),
    "/settings": ("settings", "edit_settings"),
    "/access": ("access", "why"),
    "/mailbox": ("mailbox",),
}  # fmt: skip
ROOMS = {word: room for room, words in WORDS.items() for word in words}
# Whose history it is says the address: /history?kind=…
KINDS = {
    "item": "/items", "location": "/locations", "category": "/categories", "unit": "/units",
    "attribute": "/attributes", "range": "/thresholds",
}  # fmt: skip


def room_of(path: str, query: Mapping[str, str]) -> str:
    """The address of the room that a page is part of; empty for none."""
    word = path.strip("/").partition("/")[0].partition(".")[0]
    if word == "history":
        return KINDS.get(query.get("kind", ""), "")
    return ROOMS.get(word, "")
