"""Templates are compiled once for all languages: nothing in that code is of one of them."""

from collections.abc import Iterator

import pytest
from jinja2 import nodes

from web import render
from web.assets import Assets

TEMPLATES = render.make_templates(Assets())
# JSON, which is the same for everybody.
ANYBODYS = frozenset({"exact"})
OURS = {name for name, one in TEMPLATES.filters.items() if one.__module__.startswith("web")}


def settled(text: str) -> Iterator[str]:
    """What Jinja works out as it compiles, by a filter whose answer depends on who reads it."""
    tree = TEMPLATES.parse(text)
    for one in tree.find_all(nodes.Filter):
        if one.name not in OURS - ANYBODYS:
            continue
        try:
            said = one.as_const(nodes.EvalContext(TEMPLATES))
        except nodes.Impossible:
            continue
        yield f"line {one.lineno}: {said!r}"


@pytest.mark.parametrize("name", TEMPLATES.list_templates(extensions=["html"]))
def test_nothing_of_a_language_is_settled_when_it_is_compiled(name: str) -> None:
    text, _, _ = TEMPLATES.loader.get_source(TEMPLATES, name)
    assert list(settled(text)) == []


@pytest.mark.parametrize("text", ["{{ 'Draft'|said }}", "{{ 1234|quantity ~ x }}"])
def test_what_would_be_settled_is_found(text: str) -> None:
    """The test above can fail."""
    assert list(settled(text))


def test_another_language_runs_the_same_code() -> None:
    """By what a template's root is made of; and it speaks its own words."""
    one, other = TEMPLATES, render.make_templates(Assets(), "en-XA")
    code = [made.get_template("sign_in.html").root_render_func.__code__ for made in (one, other)]
    assert code[0] is code[1]
    said = [made.from_string("{{ _('Sign in') }}").render() for made in (one, other)]
    assert said[0] == "Sign in" != said[1]
