"""`make messages`: gather what people read into the template, and bring the catalogues up to date.

`python -m ops.messages de` also begins a language: web/locale/de/LC_MESSAGES/messages.po.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from babel.messages.frontend import CommandLineInterface

from ops.catalogues import LOCALE, TEMPLATE

HOME = Path(__file__).parents[1]
# `_` says a text now, `N_` marks one said later; the second of a list's Column is its heading.
KEYWORDS = ("_", "N_", "ngettext:1,2", "Column:2")


def gathered() -> str:
    """The template as the code has it now."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / TEMPLATE.name
        keywords = [part for one in KEYWORDS for part in ("-k", one)]
        _babel(
            "extract", "-F", str(HOME / "babel.cfg"), "--no-default-keywords", *keywords,
            "--omit-header", "--no-location", "--sort-output", "-w", "100", "-c", "translators:",
            "-o", str(target), str(HOME),
        )  # fmt: skip
        return target.read_text(encoding="utf-8")


def _babel(*arguments: str) -> None:
    CommandLineInterface().run(["pybabel", "-q", *arguments])


def main(begun: list[str]) -> int:
    """Write the template, begin these languages, update all; returns the exit code."""
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_text(gathered(), encoding="utf-8")
    for code in begun:
        _babel("init", "-i", str(TEMPLATE), "-d", str(LOCALE), "-l", code.replace("-", "_"))
    if list(LOCALE.glob("*/LC_MESSAGES/messages.po")):
        _babel("update", "-i", str(TEMPLATE), "-d", str(LOCALE), "--ignore-pot-creation-date")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
