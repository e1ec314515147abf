"""The wider check of what messages tell of is proved, while people work."""

from pathlib import Path
from typing import Any

from yoyo import step

__depends__ = {"0007_lists"}


def apply(connection: Any) -> None:
    """Execute the whole SQL file of this name; proved again is nothing."""
    connection.cursor().execute(
        (Path(__file__).parent / "sql" / "0007b_lists.sql").read_text(encoding="utf-8")
    )


def rollback(_connection: Any) -> None:
    """Nothing: a check that was proved stays so."""


steps = [step(apply, rollback)]
