"""Who changed what, what was refused, and who signed in: searched, page by page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from aiohttp import web

from web import filters, http, listing, lists
from web.db import PersonsDb, call
from web.declared import answers
from web.language import N_, _

routes = web.RouteTableDef()
SUFFIX = "{suffix:(?:\\.jsonl|\\.json|\\.csv|\\.xlsx)?}"
WHO_WHEN = ("person", "address", "since", "until")


def _columns(what: str, change: str) -> tuple[lists.Column, ...]:
    return (
        lists.Column("when", N_("When"), "c-when", "time", fixed=True),
        lists.Column("who", N_("Who"), "c-who", fixed=True),
        lists.Column("what", what, "c-what"),
        lists.Column("diff", change, "c-diff"),
        lists.Column("from", N_("From"), "c-from"),
    )


@dataclass(frozen=True)
class Tab:
    """One of the three lists: its function, what can be asked of it, its columns as a file and on
    its page, and the template of a row."""

    path: str
    name: str
    function: str
    asks: tuple[str, ...]
    columns: tuple[str, ...]
    shown: tuple[lists.Column, ...]
    row: str

    def room(self) -> listing.Room:
        """The list; one chooses the columns of each by itself."""
        name = self.path.strip("/").replace("/", "_").replace("-", "_")
        shown = lists.List(name, self.path, self.shown)
        return listing.Room(
            shown, self.function, "audit.html", self.row, self.columns,
            f"audit-{self.name.lower()}", filters={name: name for name in self.asks},
        )  # fmt: skip


CHANGES = Tab(
    "/audit", N_("Changes"), "list_changes", (*WHO_WHEN, "actor", "kind", "operation", "search"),
    ("at", "person", "actor", "database_user", "address", "session", "title", "subject",
     "operation", "summary", "before", "after"),
    _columns(N_("What"), N_("Change")), "audit_change.html",
)  # fmt: skip
REFUSALS = Tab(
    "/audit/refusals", N_("Refusals"), "list_refusals", (*WHO_WHEN, "search"),
    ("at", "person", "actor", "address", "session_id", "method", "path", "status", "code",
     "message", "times"),
    _columns(N_("Asked for"), N_("Answer")), "audit_refusal.html",
)  # fmt: skip
SIGN_INS = Tab(
    "/audit/sign-ins", N_("Sign-ins"), "list_sign_ins", (*WHO_WHEN, "success"),
    ("at", "person", "method", "success", "address"),
    _columns(N_("By"), N_("Outcome")), "audit_sign_in.html",
)  # fmt: skip
TABS = (CHANGES, REFUSALS, SIGN_INS)
OLD = {"search": "search"}


def _named(tab: Tab) -> dict[str, str]:
    """What the query may say, and what the function calls it."""
    return {"q" if name == "search" else name: name for name in (*tab.asks, "after")}


@routes.get("/audit" + SUFFIX)
@answers("list_changes", query=_named(CHANGES), old=OLD)
async def list_changes(request: web.Request) -> web.StreamResponse:
    """api.list_changes() as a page, as its next rows, as JSON, or a file."""
    return await _show(request, CHANGES)


@routes.get("/audit/refusals" + SUFFIX)
@answers("list_refusals", query=_named(REFUSALS), old=OLD)
async def list_refusals(request: web.Request) -> web.StreamResponse:
    """api.list_refusals(), in the same forms."""
    return await _show(request, REFUSALS)


@routes.get("/audit/sign-ins" + SUFFIX)
@answers("list_sign_ins", query=_named(SIGN_INS))
async def list_sign_ins(request: web.Request) -> web.StreamResponse:
    """api.list_sign_ins(), in the same forms."""
    return await _show(request, SIGN_INS)


async def _show(request: web.Request, tab: Tab) -> web.StreamResponse:
    wrong: list[filters.Problem] = []
    asked: dict[str, Any] = {
        name: filters.typed(request, name, READ.get(name, str), wrong) or None for name in tab.asks
    }
    if "success" in asked:  # which may be no
        asked["success"] = filters.typed(request, "success", _yes, [])
    said = {name: request.query.get(name, "").strip() for name in tab.asks}
    if "search" in asked:
        said["search"] = http.search(request, "search").strip()
        asked["search"] = said["search"] or None

    async def beside(db: PersonsDb) -> dict[str, Any]:
        return {"kinds": await call(db, "change_kinds") if tab is CHANGES else []}

    return await listing.respond(
        request, tab.room(), asked, said, counts={}, wrong=wrong, beside=beside, tab=tab, tabs=TABS,
        asked=asked, typed=said, narrowed=any(said.values()),
    )  # fmt: skip


def _yes(text: str) -> bool | None:
    """Whether it is to be one that succeeded; raises HTTPBadRequest for a text that says neither:
    taken as nothing asked, it would answer what was not meant."""
    known = {"": None, "yes": True, "true": True, "no": False, "false": False}
    if text not in known:
        raise web.HTTPBadRequest(text=_("success is yes or no."))
    return known[text]


def _day(text: str) -> date | None:
    """The day; raises HTTPBadRequest for a text that is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise web.HTTPBadRequest(text=_("A day is written as 2026-11-30.")) from error


# How a filter is read that is no plain text.
READ: dict[str, Callable[[str], Any]] = {"since": _day, "until": _day, "success": _yes}
