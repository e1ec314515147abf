"""What 0004 added to tables that may be long: checks validated and an index built beside people who work."""

from typing import Any

from yoyo import step

__depends__ = {"0004_permissions"}
__transactional__ = False

# Table: its checks that 0004 left unproved.
CHECKS = {
    "inventory.settings": (
        "settings_second_factor_groups_are_known",
        "settings_break_glass_hours_in_range",
    ),
    "inventory.deliveries": (
        "deliveries_notice_is_known",
        "deliveries_alert_id_goes_with_alert",
        "deliveries_about_goes_with_others",
    ),
    "auth.people": ("people_kind_is_known",),
    "auth.location_grants": ("location_grants_reason_has_length",),
    "auth.sessions": (
        "sessions_kind_is_known",
        "sessions_actor_goes_with_see_as",
        "sessions_label_has_length",
    ),
    "auth.sign_in_attempts": ("sign_in_attempts_method_is_known",),
}
VALID = "select indisvalid from pg_index where indexrelid = to_regclass('audit.changes_person_idx')"


def apply(connection: Any) -> None:
    """Validate, and build the index anew where it was cut off."""
    cursor = connection.cursor()
    for table, checks in CHECKS.items():
        for check in checks:
            cursor.execute(f"alter table {table} validate constraint {check}")
    cursor.execute("set lock_timeout = 0")
    found = cursor.execute(VALID).fetchone()
    if found == (True,):
        return
    if found == (False,):
        cursor.execute("drop index concurrently audit.changes_person_idx")
    cursor.execute(
        "create index concurrently changes_person_idx on audit.changes (person, change_id desc)"
    )


def rollback(connection: Any) -> None:
    """Drop the index."""
    connection.cursor().execute("drop index concurrently if exists audit.changes_person_idx")


steps = [step(apply, rollback)]
