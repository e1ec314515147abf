"""What people read can be translated: the template has every text, and saying it is safe."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from ops import messages
from ops.catalogues import (
    LOCALE,
    TEMPLATE,
    accented,
    catalogue,
    direction,
    languages,
    of_script,
)
from web.language import best

HOME = Path(__file__).parents[2]
TEMPLATES = sorted((HOME / "web" / "templates").glob("*.html"))
PLACE = re.compile(r"%\((\w+)\)")


def test_the_template_of_catalogues_is_renewed() -> None:
    """Renew with `make messages`."""
    assert TEMPLATE.read_text(encoding="utf-8") == messages.gathered()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_only_texts_that_stand_in_templates_are_taken_for_markup(path: Path) -> None:
    """`_` of a template trusts it as markup: what Python or the database says goes by `|said`."""
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(
        path.read_text(encoding="utf-8")
    )
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in ("_", "gettext"):
            assert isinstance(call.args[0], nodes.Const), f"{path.name}:{call.lineno}"


def test_each_language_says_the_same_values() -> None:
    """A translation that names a value that is not given would break its page."""
    for path in LOCALE.glob("*/LC_MESSAGES/messages.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                own = set(PLACE.findall(str(message.id)))
                assert set(PLACE.findall(str(message.string))) <= own, f"{path}: {message.id}"


def test_the_pseudo_language_changes_letters_and_no_values() -> None:
    assert accented("Sold %(n)s <b>now</b> &amp; 5 %%") == "Šöļđ %(n)s <b>ñöŵ</b> &amp; 5 %%~~~~"
    said = catalogue("en-XA")
    assert said.gettext("Locations").startswith("Ļöçåţîöñš~")
    assert said.ngettext("%(num)s file", "%(num)s files", 2) != "%(num)s files"
    assert list(languages(pseudo=True))[-1] == "en-XA"
    assert [direction(code) for code in ("en", "ar", "he", "en-XA")] == ["ltr", "rtl", "rtl", "ltr"]


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("", "en"), ("de", "de"), ("de-AT,de;q=0.9,en;q=0.8", "de"), ("fr,en;q=0.5", "en"),
        ("en;q=0.4, pt-BR;q=0.9", "pt-BR"), ("de;q=0", "en"), ("*", "en"),
        ("de;q=x,pt-br", "pt-BR"),
    ],
)  # fmt: skip
def test_a_browser_is_answered_in_what_it_would_rather_have(asked: str, answered: str) -> None:
    assert best(asked, ("en", "de", "pt-BR")) == answered


def test_every_text_of_a_script_is_found() -> None:
    """However its templates are nested; what is said with worded() is said as a literal."""
    for script in (HOME / "web" / "static").glob("*.js"):
        text = script.read_text()
        assert len(list(of_script(text))) == len(re.findall(r"\bworded\(", text)), script.name
    script = 'f(`"${a(\'"\', "")}"`); b ? worded("From \\"here\\"") : worded("To")'
    assert [text for _, text in of_script(script)] == ['From "here"', "To"]
