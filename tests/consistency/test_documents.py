"""The documents point at things that exist, and every decision is listed."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    missing = [x for x in links if "://" not in x and not (page.parent / x).exists()]
    assert missing == []


def test_every_decision_is_listed() -> None:
    index = (ROOT / "docs/adr/README.md").read_text(encoding="utf-8")
    decisions = {p.name for p in (ROOT / "docs/adr").glob("0*.md")}
    assert set(re.findall(r"\((0\d+[^)]+\.md)\)", index)) == decisions


def test_paths_named_in_the_conventions_exist() -> None:
    """What the README and the conventions say about folders is true."""
    text = "".join((ROOT / name).read_text("utf-8") for name in ("README.md", "CONVENTIONS.md"))
    named = set(re.findall(r"\b((?:db|web|worker|ops|tests|migrations)/[a-z_]*/?)", text))
    assert {name for name in named if not (ROOT / name).exists()} == set()
