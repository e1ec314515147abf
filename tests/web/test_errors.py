"""What the web makes of an error of the database's."""

import psycopg
import pytest
from psycopg import errors

from web.errors import explain


@pytest.mark.parametrize(
    "error",
    [
        errors.AdminShutdown,
        errors.CannotConnectNow,
        errors.TooManyConnections,
        errors.DiskFull,
        errors.OutOfMemory,
        errors.IoError,
    ],
)
def test_a_server_without_room_or_disk_is_away_for_a_moment(error: type[psycopg.Error]) -> None:
    """503 and a sentence, for what the person asked was not at fault and may work again."""
    said = explain(error())
    assert said is not None
    assert said.status == 503
    assert said.hint


def test_a_fault_of_ours_is_no_refusal() -> None:
    """It becomes a 500 and is logged."""
    assert explain(errors.UndefinedFunction()) is None
