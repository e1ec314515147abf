"""CI's suites: each is run and judged, some beside the others, and what fails fails the whole."""

import os
from pathlib import Path

import pytest

from ops import suites

# A `make` of our own: says its target, waits for the other one where it is told to, and fails.
MAKE = """#!/bin/sh
echo "this is $1"
touch "$HOME/$1"
case "$1 $WAITS" in "check yes") other=test-data;; "test-data yes") other=check;; esac
for n in $(seq 100); do [ -z "$other" ] || [ -e "$HOME/$other" ] || sleep 0.1; done
[ -z "$other" ] || [ -e "$HOME/$other" ] || exit 3
[ "$1" != "$FAILS" ]
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which that `make` stands."""
    (tmp_path / "make").write_text(MAKE)
    (tmp_path / "make").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_all_of_the_page_are_run_and_shown(capfd: pytest.CaptureFixture[str], home: Path) -> None:
    assert suites.main([]) == 0
    said = capfd.readouterr().out
    for name in suites.budgets():
        assert (home / name).exists()
        assert f"this is {name}" in said
        assert f"\n{name} " in said.split("=== Suites")[1]
    assert set(suites.budgets()) >= suites.ASIDE


def test_what_waits_runs_beside_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the two ends only once the other has begun."""
    monkeypatch.setenv("WAITS", "yes")
    assert suites.main(["check", "test-data"]) == 0


@pytest.mark.parametrize("name", ["check", "test-data"])
def test_one_that_fails_fails_the_whole(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAILS", name)
    assert suites.main(["check", "test-data"]) == 1


@pytest.mark.parametrize("name", ["check", "test-data"])
def test_one_that_takes_too_long_fails(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suites, "budgets", lambda: {"check": 1.0, "test-data": 1.0} | {name: 0.0})
    assert suites.main([]) == 1
