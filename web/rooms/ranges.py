"""Ranges as a list, their defaults, and lots by their expiry."""

from typing import Any

from aiohttp import web

from web import acting, conflicts, errors, export, forms, http, listing, lists, problems, render
from web.db import PersonsDb, as_user, call, row_of
from web.declared import answers, no_data
from web.errors import Refusal
from web.language import N_

routes = web.RouteTableDef()
JSON = "{suffix:(?:\\.json)?}"
ASKED = ("query", "location", "status", "severity", "set_by")
FIELDS = ("category", "location", "kind", "minimum", "maximum", "margin", "severity", "version")
NUMBERS = ("minimum", "maximum", "margin")
KEY = ("category", "location", "kind")
LABELS = {
    "minimum": N_("Minimum"), "maximum": N_("Maximum"), "margin": N_("Margin"),
    "severity": N_("Severity"),
}  # fmt: skip
KINDS = ("company", "region", "site", "zone", "bin")
SEVERITIES = ("info", "warning", "critical")
RANGE_COLUMNS = (
    "sku", "name", "location", "location_name", "status", "balance", "unit", "minimum", "maximum",
    "margin", "severity", "set_by", "updated_at", "updated_by", "seen",
)  # fmt: skip
DEFAULT_COLUMNS = (
    "category", "category_name", "location", "location_name", "kind", "minimum", "maximum",
    "margin", "severity", "state", "ranges", "alerts", "updated_at", "updated_by",
)  # fmt: skip
LOT_COLUMNS = ("sku", "name", "lot", "expires_on", "on_hand", "unit", "places")
LOT_STATES = (("soon", N_("Expiring soon")), ("expired", N_("Expired")), ("all", N_("All")))


def _flat_lot(row: dict[str, Any]) -> dict[str, Any]:
    """A line of the file: the names of its places in one cell."""
    return row | {"places": "; ".join(row["places"])}


RANGES = listing.Room(
    lists.List(
        "ranges",
        "/thresholds",
        (
            lists.Column("name", "Item", "c-name", fixed=True),
            lists.Column("at", "Location and below", "c-at", fixed=True),
            lists.Column("status", "Status", "c-status", "status"),
            lists.Column("now", "Now", "c-hand", "number"),
            lists.Column("range", "Range", "c-bounds", "number"),
            lists.Column("severity", "Severity", "c-severity"),
            lists.Column("set_by", "Set by", "c-set"),
            lists.Column("margin", "Margin", "c-figure", "number", shown=False),
            lists.Column("updated", "Changed", "c-when", "time", shown=False),
        ),
    ),
    "list_thresholds", "thresholds.html", "thresholds_row.html", RANGE_COLUMNS, "ranges",
    picks="set_thresholds", filters={"q": "query", **{name: name for name in ASKED[1:]}},
)  # fmt: skip
LOTS = listing.Room(
    lists.List(
        "lots",
        "/lots",
        (
            lists.Column("name", "Item", "c-name", fixed=True),
            lists.Column("lot", "Lot", "c-lot", fixed=True),
            lists.Column("expires", "Expires", "c-expiry"),
            lists.Column("on_hand", "On hand", "c-hand", "number"),
            lists.Column("at", "At", "c-at"),
        ),
    ),
    "list_lots", "lots.html", "lots_row.html", LOT_COLUMNS, "lots", _flat_lot,
    filters={"state": "state"}, instead={"state": "soon"},
)  # fmt: skip


@routes.get("/thresholds" + http.DATA)
@answers(
    "list_thresholds", old={"query": "query"},
    query={"q": "query", **{name: name for name in (*ASKED[1:], "after")}},
)  # fmt: skip
async def list_thresholds(request: web.Request) -> web.StreamResponse:
    """api.list_thresholds() as a page, as its next rows, as JSON or a file."""
    said = {name: request.query.get(name, "").strip() for name in ASKED}
    said["query"] = http.search(request, "query").strip()
    asked = {name: value or None for name, value in said.items()} | {"query": said["query"]}
    return await listing.respond(request, RANGES, asked, said, said=said, severities=SEVERITIES)


@routes.get("/threshold_defaults" + http.DATA)
@answers("list_threshold_defaults", query=("after",))
async def list_threshold_defaults(request: web.Request) -> web.StreamResponse:
    """api.list_threshold_defaults() as a page, as JSON or a file."""
    if http.wants_file(request):
        return await export.as_file(
            request, "list_threshold_defaults", {}, DEFAULT_COLUMNS, "range-defaults"
        )
    async with as_user(request) as db:
        after = request.query.get("after") or None
        found = await call(db, "list_threshold_defaults", after=after)
        if http.wants_json(request):
            return render.data(request, found)
        me = await db.me()
    return render.page(request, "threshold_defaults.html", me, found=found)


@routes.get("/set_threshold_default")
@no_data("A form; what is done is the POST.")
async def form(request: web.Request) -> web.StreamResponse:
    """The form: a new default, or the one that the query names."""
    said = {name: request.query.get(name, "") for name in FIELDS}
    return await _form(request, said, known=bool(said["category"] and said["location"]))


@routes.post("/set_threshold_default")
@answers("set_threshold_default")
async def set_threshold_default(request: web.Request) -> web.StreamResponse:
    """api.set_threshold_default(): what it would do first, then in earnest."""
    given = await http.said(request)
    said = {name: forms.text(given, name) for name in FIELDS}
    if theirs := conflicts.theirs_of(given, said):
        said |= await _as_it_is(request, said, theirs)
    dry_run = forms.ticked(given, "dry_run")
    refusal = errors.of_numbers(forms.doubts(said, NUMBERS))
    if refusal:
        if http.wants_json(request):
            return problems.respond(request, refusal)
        return await _form(request, said, refusal, given=given)
    found: dict[str, Any] = {}

    def lead(answer: dict[str, Any]) -> str:
        found.update(answer)
        return "/threshold_defaults"

    try:
        return await acting.act(
            request, "set_threshold_default", lambda told: _form(request, said, told, given=given),
            lead, **{name: said[name] or None for name in KEY},
            **{name: forms.number(said[name]) or None for name in ("minimum", "maximum")},
            margin=forms.number(said["margin"]) or "0", severity=said["severity"] or "warning",
            version=forms.version(given), dry_run=dry_run,
        )  # fmt: skip
    except web.HTTPSeeOther:
        if not dry_run:
            raise
    return await _form(request, said, found=found, given=given)


@routes.post("/remove_threshold_default")
@answers("remove_threshold_default")
async def remove_threshold_default(request: web.Request) -> web.StreamResponse:
    """api.remove_threshold_default()."""
    given = await http.said(request)
    said = {name: forms.text(given, name) for name in FIELDS}
    return await acting.act(
        request, "remove_threshold_default",
        lambda refusal: _form(request, said, refusal, given=given), "/threshold_defaults",
        **{name: said[name] or None for name in KEY},
    )  # fmt: skip


@routes.get("/lots" + http.DATA)
@answers(
    "list_lots", old={"query": "query"}, query={"state": "state", "q": "query", "after": "after"}
)
async def list_lots(request: web.Request) -> web.StreamResponse:
    """api.list_lots() as a page, as its next rows, as JSON or a file."""
    asked = {"state": request.query.get("state", "soon"), "query": http.search(request, "query")}
    return await listing.respond(
        request, LOTS, asked, asked, state=asked["state"], query_text=asked["query"],
        states=LOT_STATES,
    )  # fmt: skip


async def _form(
    request: web.Request,
    said: dict[str, str],
    refusal: Refusal | None = None,
    found: dict[str, Any] | None = None,
    known: bool = False,
    given: Any = None,
) -> web.StreamResponse:
    async with as_user(request, write=False, page=True) as db:
        choices = await call(db, "form_choices")
        one = await _named(db, said) if any(said[name] for name in KEY) else None
        me = await db.me()
    shown: dict[str, Any] = dict(said)
    if one and known:
        shown |= {name: one[name] for name in LABELS}
    choices["locations"] = [place for place in choices["locations"] if place["postable"]]
    return render.page(
        request, "threshold_default_form.html", me,
        status=refusal.form_status() if refusal else 200,
        said=shown, refusal=refusal, found=found, choices=choices, kinds=KINDS, one=one,
        severities=SEVERITIES,
        **conflicts.of_form(refusal, LABELS, one or {}, shown, given or {}),
    )  # fmt: skip


async def _named(db: PersonsDb, said: dict[str, str]) -> dict[str, Any] | None:
    """The default of that category, place and kind; None where there is none yet."""
    return await row_of(
        db,
        "list_threshold_defaults",
        lambda row: all((row[name] or "") == said[name] for name in KEY),
    )


async def _as_it_is(request: web.Request, said: dict[str, str], names: set[str]) -> dict[str, str]:
    """The fields that stay as somebody else saved them: the command takes them all."""
    async with as_user(request, write=False) as db:
        now = await _named(db, said) or {}
    return {name: conflicts.words(now[name]) for name in names if name in now}
