"""What 0004 added to tables that may be long: checks validated, indexes built beside people who work."""

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
# Index: what it is on.
INDEXES = {
    "audit.changes_person_idx": "audit.changes (person, change_id desc)",
    "auth.sessions_device_id_idx": "auth.sessions (device_id) where device_id is not null",
    "auth.sign_in_attempts_failed_idx": (
        "auth.sign_in_attempts (person, method, attempted_at desc) where not success"
    ),
    "inventory.deliveries_invitations_idx": (
        "inventory.deliveries (person, created_at desc) where notice = 'invitation'"
    ),
}
VALID = "select indisvalid from pg_index where indexrelid = to_regclass(%s)"


def apply(connection: Any) -> None:
    """Validate, and build each index, anew where it was cut off."""
    cursor = connection.cursor()
    for table, checks in CHECKS.items():
        for check in checks:
            cursor.execute(f"alter table {table} validate constraint {check}")
    cursor.execute("set lock_timeout = 0")
    for index, on in INDEXES.items():
        found = cursor.execute(VALID, [index]).fetchone()
        if found == (False,):
            cursor.execute(f"drop index concurrently {index}")
        if found != (True,):
            cursor.execute(f"create index concurrently {index.partition('.')[2]} on {on}")


def rollback(connection: Any) -> None:
    """Drop the indexes."""
    for index in INDEXES:
        connection.cursor().execute(f"drop index concurrently if exists {index}")


steps = [step(apply, rollback)]
