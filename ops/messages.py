"""`make messages`: gather what people read into the template, and bring the catalogues up to date.

`python -m ops.messages de` also begins a language: web/locale/de/LC_MESSAGES/messages.po.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from babel.messages.frontend import CommandLineInterface

from ops.catalogues import LOCALE, TEMPLATE, of_script

HOME = Path(__file__).parents[1]
# `_` (in scripts `worded`) says a text now, `N_` marks one said later; the second of a list's
# Column is its heading.
KEYWORDS = ("_", "N_", "ngettext:1,2", "Column:2")

# A literal of SQL that begins as a sentence does, and holds no place of format().
SENTENCE = re.compile(r"(?<!format\()'([A-Z][a-z]+(?:[^'%]|'')*)'")


def from_sql(
    file: IO[bytes], _keywords: object, _comments: object, options: object
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Babel's way to read a file of ours: the sentences that a function says as they stand there.

    Those made by format() are said in English; web/templates show each by the filter `said`.
    """
    body = file.read().decode().partition("\ncomment on ")[0]
    for found in SENTENCE.finditer(body):
        yield body.count("\n", 0, found.start()) + 1, None, found[1].replace("''", "'"), []


def from_script(
    file: IO[bytes], _keywords: object, _comments: object, options: object
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Babel's way to read a script of the dashboard."""
    script = file.read().decode()
    for start, text in of_script(script):
        yield script.count("\n", 0, start) + 1, None, text, []


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
