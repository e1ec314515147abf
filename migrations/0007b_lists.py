"""The wider check of what messages tell of is proved, while people work."""

from yoyo import step

__depends__ = {"0007_lists"}

steps = [
    step("alter table inventory.deliveries validate constraint deliveries_notice_is_known"),
]
