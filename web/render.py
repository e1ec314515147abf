"""From an answer of the database to a response: HTML, JSON or CSV."""

import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from typing import Any
from urllib.parse import quote, urlencode

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from ops.catalogues import SOURCE, catalogue, direction
from web import (
    auth,
    barcodes,
    chart,
    db,
    formats,
    http,
    language,
    spoken,
    trail,
    whereabouts,
    words,
)
from web import help as helping
from web.assets import Assets
from web.compiled import COMPILED
from web.item_rows import ItemRows

TEMPLATES = web.AppKey("templates", dict[str, Environment])  # by language
THEMES = ("system", "light", "dark")
DENSITIES = ("comfortable", "compact")
SMALLEST_COMPRESSED = 1000  # bytes
GZIP = 31  # zlib's wbits for gzip's own header
segment = partial(quote, safe="")  # a name as one segment of a path


DICTS_OWN = frozenset(dir(dict))  # `row.items` is the method, for any key


class Templates(Environment):
    """Jinja that looks for `row.sku` among the keys first where `row` is a dict, as our answers
    are: to ask Python for an attribute that is not there costs ten times as much."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What `obj.attribute` is in a template."""
        if type(obj) is dict and attribute in obj and attribute not in DICTS_OWN:
            return obj[attribute]
        return super().getattr(obj, attribute)


def make_templates(assets: Assets, code: str = SOURCE) -> Environment:
    """Templates in a language: escaped by default, and an unknown name is an error, not an empty
    space."""
    environment = Templates(
        loader=PackageLoader("web"),
        extensions=["jinja2.ext.i18n"],  # `_("…")` and {% trans %}: what pages say, by catalogue
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=COMPILED,
    )
    said: Any = environment
    said.install_gettext_translations(catalogue(code), newstyle=True)
    environment.globals["asset"] = assets.url
    environment.globals["script_words"] = words.of_scripts(code)
    environment.globals["query"] = query
    environment.tests["instant"] = formats.is_instant
    environment.globals.update(explained=helping.WORDS, how_pages_work=helping.PAGES)
    environment.globals["doubtful"] = barcodes.has_wrong_check_digit
    environment.globals["level"] = chart.level
    environment.globals["bounds"] = formats.bounds
    environment.globals["has_decimal_comma"] = formats.has_comma
    environment.globals["item_rows"] = ItemRows(environment)
    environment.filters.update(
        quantity=formats.quantity,
        signed=formats.signed,
        money=formats.money,
        plain=formats.plain,
        day=formats.day,
        ago=formats.ago,
        size=formats.size,
        initials=formats.initials,
        browser=formats.browser,
        segment=segment,
        exact=exact,
        said=language._,  # what Python hands over; `_` of a template would trust it as markup
        word=words.word,
    )
    _share_pieces(environment)
    return environment


def _share_pieces(environment: Environment) -> None:
    """Give every template the macros as `ui` and `icon`; what is one of a few is drawn once."""
    ui: Any = environment.get_template("macros.html").module
    for name in ("icon", "status", "no_range"):
        setattr(ui, name, cache(getattr(ui, name)))
    environment.globals.update(ui=ui, icon=ui.icon)


def exact(value: Any, indent: int | None = None) -> str:
    """JSON whose numbers are as the database wrote them."""
    return json.dumps(value, ensure_ascii=False, indent=indent, default=db.number)


def query(**parameters: Any) -> str:
    """A query string of the parameters that are set."""
    return urlencode({name: value for name, value in parameters.items() if value})


@contextmanager
def reading(request: web.Request, me: Mapping[str, Any] | None) -> Iterator[None]:
    """Within it texts, numbers and dates are as this person reads them."""
    code = spoken.of(request, (me or {}).get("preferences") or {})
    with formats.read_by(me), language.spoken(code):
        yield


def page(
    request: web.Request,
    template: str,
    me: Mapping[str, Any] | None,
    *,
    status: int = 200,
    **values: Any,
) -> web.Response:
    """A page, or for htmx the block `part` of it, for this person in their zone and theme."""
    preferences = (me or {}).get("preferences") or {}
    code = spoken.of(request, preferences)
    found = request.app[TEMPLATES][code].get_template(template)
    where = formats.zone((me or {}).get("time_zone"))
    context = {
        "me": me or None,
        "numbers": preferences.get("numbers", "point"),
        "shortcuts": preferences.get("shortcuts", True),
        "path": request.path,
        "room": whereabouts.room_of(request.path, request.query),
        "language": code,
        "direction": direction(code),
        "theme": theme(request, preferences),
        "density": density(request, preferences),
        "form_token": auth.form_token(request),
        "has_mailbox": request.app[auth.SETTINGS].mailbox is not None,
        "zone": where,
        "trail": trail.Trail.of(request),
        "last_day": partial(formats.last_day, where=where),
        "when": partial(formats.when, where=where),
        "expiry": partial(formats.expiry, where=where),
        "expires_soon": partial(formats.expires_soon, where=where),
        **values,
    }
    with reading(request, me):
        if request.method in http.SAFE and http.is_partial(request) and "part" in found.blocks:
            text = "".join(found.blocks["part"](found.new_context(context)))
        else:
            text = found.render(context)
    response = markup(request, text, status)
    if code != language.LANGUAGE.get():  # so that what is said before we know them is theirs too
        secure = request.app[auth.SETTINGS].secure
        response.set_cookie(spoken.COOKIE, code, secure=secure, httponly=True, samesite="Lax")
    return response


def markup(request: web.Request, text: str, status: int = 200) -> web.Response:
    """HTML that templates have made."""
    response = web.Response(text=text, content_type="text/html", charset="utf-8", status=status)
    response.headers["Vary"] = "Accept, Accept-Language, HX-Request, Cookie"
    _compress(request, response, text)
    return response


def _compress(request: web.Request, response: web.Response, text: str) -> None:
    """Send it smaller where the client can read that.

    Here and now: aiohttp would hand each page to a thread and squeeze it harder, which took as
    long as drawing it and made it a seventh smaller.
    """
    if len(text) > SMALLEST_COMPRESSED and "gzip" in request.headers.get("Accept-Encoding", ""):
        response.body = zlib.compress(text.encode(), level=1, wbits=GZIP)
        response.headers["Content-Encoding"] = "gzip"


def theme(request: web.Request, preferences: Mapping[str, Any]) -> str:
    """The theme chosen in this browser, or else by this person; "system" follows their machine."""
    chosen = request.cookies.get("theme") or preferences.get("theme", "")
    return chosen if chosen in THEMES else "system"


def density(request: web.Request, preferences: Mapping[str, Any]) -> str:
    """How close the rows of lists stand, as chosen in this browser or else by this person."""
    chosen = request.cookies.get("density") or preferences.get("density", "")
    return chosen if chosen in DENSITIES else DENSITIES[0]


def json_of(value: Any) -> str:
    """An answer that psycopg has read, as JSON; nothing (void, which is no text at all) as null."""
    return json.dumps(None if value == "" else value, ensure_ascii=False, default=str)


def data(
    request: web.Request,
    text: str | Mapping[str, Any] | None,
    status: int = 200,
    kind: str = http.JSON,
) -> web.Response:
    """An answer as JSON. What the database answered is passed on as it is: exact. A function that
    answers nothing (void, which is no text at all) answers null."""
    body = (text or "null") if isinstance(text, str) else json.dumps(text, ensure_ascii=False)
    response = web.Response(text=body, content_type=kind, charset="utf-8", status=status)
    response.headers["Vary"] = "Accept, Cookie"
    _compress(request, response, body)
    return response
