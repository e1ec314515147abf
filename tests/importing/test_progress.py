"""The progress bar on a terminal, and the lines where there is none."""

import io
import time

import pytest

from ops.importing import progress
from ops.importing.progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar_that_is_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY", 0.0)
    out = Terminal()
    with Progress("Posting", 4, out) as bar:
        time.sleep(0.01)
        bar.advance(1, lines=100)
        assert "[########" in out.getvalue()
        assert "1 of 4 (25%" in out.getvalue()
        assert "s left" in out.getvalue()
    assert out.getvalue().endswith("\r\x1b[K")


def test_a_file_gets_lines_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    with Progress("Posting", 4, out) as bar:
        bar.advance()
        assert out.getvalue() == ""
        monkeypatch.setattr(progress, "EVERY_LINE", 0.0)
        bar.advance()
    assert out.getvalue() == "Posting 2 of 4 (50%)\n"


def test_without_a_total_it_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY_LINE", 0.0)
    out = io.StringIO()
    with Progress("Importing items:", None, out) as bar:
        time.sleep(0.01)
        bar.advance(1234)
    assert out.getvalue().startswith("Importing items: 1,234 (")
