"""A tool as a company has one: made by an admin, a login over TCP with SCRAM, places of its own."""

from collections.abc import Callable

import pytest


@pytest.fixture
def tool(hire: Callable[..., str]) -> str:
    """Name of a tool of group reporting that holds NORTH."""
    return hire("reporting", at=["NORTH"], kind="tool")
