"""What people read, in their language: catalogues of gettext, read when a process starts.

English is the source, so it has no catalogue. Each other language is a folder of web/locale with
LC_MESSAGES/messages.po, which babel reads as it is: nothing is compiled and kept. `make messages`
gathers the texts into web/locale/messages.pot and brings each catalogue up to date.

en-XA is no language: English with accents, a third longer, made from the template. A text that
stays as it was has not been marked; one that is cut off leaves no room for other languages.
"""

import io
import json
import re
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parents[1] / "web" / "locale"
TEMPLATE = LOCALE / "messages.pot"
SOURCE, PSEUDO = "en", "en-XA"
ACCENTS = str.maketrans(
    "AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpRrSsTtUuVvWwYyZz",
    "ÅåƁƀÇçÐđÉéƑƒĜĝĤĥÎîĴĵĶķĻļṀṁÑñÖöÞþŔŕŠšŢţÛûṼṽŴŵÝýŽž",
)
# What is no text: places of values, tags, entities.
KEPT = re.compile(r"(%(?:\(\w+\))?[a-z%]|<[^>]*>|&\w+;)")


def languages(pseudo: bool = False) -> dict[str, str]:
    """The languages there are, by code, each in its own words."""
    found = {SOURCE: "English"}
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/messages.po")):
        code = path.parts[-3].replace("_", "-")
        found[code] = (Locale.parse(code, sep="-").display_name or code).capitalize()
    return found | ({PSEUDO: "Ƥšéûđö"} if pseudo else {})


def direction(code: str) -> str:
    """How a language runs: "ltr" or "rtl"."""
    return "ltr" if code == PSEUDO else Locale.parse(code, sep="-").text_direction


@cache
def catalogue(code: str) -> NullTranslations:
    """The texts in this language; those that it lacks stay English."""
    if code == SOURCE:
        return NullTranslations()
    if code == PSEUDO:
        return _compiled(_pseudo(_read(TEMPLATE)))
    return _compiled(_read(LOCALE / code.replace("-", "_") / "LC_MESSAGES" / "messages.po"))


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def _compiled(catalog: Catalog) -> GNUTranslations:
    file = io.BytesIO()
    write_mo(file, catalog)
    file.seek(0)
    return GNUTranslations(file)


def _pseudo(template: Catalog) -> Catalog:
    """The template with each text accented."""
    made = Catalog(locale="en")
    for message in template:
        if message.id:
            both = message.id if isinstance(message.id, tuple) else (message.id,)
            said = tuple(accented(one) for one in both)
            made.add(message.id, said if len(said) > 1 else said[0], flags=message.flags)
    return made


def accented(text: str) -> str:
    """A text with accents on its letters and a third longer."""
    parts = KEPT.split(text)
    letters = sum(len(one) for one in parts[::2])
    parts[::2] = [one.translate(ACCENTS) for one in parts[::2]]
    return "".join(parts) + "~" * max(1, round(letters * 0.3))


# A text that a script says. Babel's own reader of JavaScript loses its way in nested templates,
# and leaves out all that stands behind them.
WORDED = re.compile(r'\bworded\(("(?:[^"\\\n]|\\.)*")')


def of_script(script: str) -> Iterator[tuple[int, str]]:
    """The texts that a script says, each with the place where it stands in it."""
    for found in WORDED.finditer(script):
        yield found.start(), json.loads(found[1])
