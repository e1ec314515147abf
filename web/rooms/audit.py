"""Who changed what, what was refused, and who signed in: searched, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from aiohttp import web

from web import export, http, listing, lists, render
from web.db import as_user, call
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
        return listing.Room(shown, self.function, "audit.html", self.row, self.columns, self.path)


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


@routes.get("/audit" + SUFFIX)
@answers("list_changes", query=(*CHANGES.asks, "after"))
async def list_changes(request: web.Request) -> web.StreamResponse:
    """api.list_changes() as a page, as its next rows, as JSON, or a file."""
    return await _show(request, CHANGES)


@routes.get("/audit/refusals" + SUFFIX)
@answers("list_refusals", query=(*REFUSALS.asks, "after"))
async def list_refusals(request: web.Request) -> web.StreamResponse:
    """api.list_refusals(), in the same forms."""
    return await _show(request, REFUSALS)


@routes.get("/audit/sign-ins" + SUFFIX)
@answers("list_sign_ins", query=(*SIGN_INS.asks, "after"))
async def list_sign_ins(request: web.Request) -> web.StreamResponse:
    """api.list_sign_ins(), in the same forms."""
    return await _show(request, SIGN_INS)


async def _show(request: web.Request, tab: Tab) -> web.StreamResponse:
    asked = _asked(request.query, tab)
    file = f"audit-{tab.name.lower()}"
    if http.wants_file(request):
        return await export.as_file(request, tab.function, asked, tab.columns, file)
    room = tab.room()
    async with as_user(request) as db:
        place = listing.place(request, room)
        found = await call(db, tab.function, **asked, **place, max_rows=listing.PAGE_ROWS)
        if http.wants_json(request):
            return render.data(request, found)
        me = await db.me()
        kinds = await call(db, "change_kinds") if tab is CHANGES else []
    said = {name: request.query.get(name, "").strip() for name in tab.asks}
    return listing.drawn(
        request, room, me, found, said, tab=tab, tabs=TABS, kinds=kinds, asked=asked,
        narrowed=any(value is not None for value in asked.values()),
    )  # fmt: skip


def _asked(query: Mapping[str, str], tab: Tab) -> dict[str, Any]:
    """What the list is asked; a field that was left empty asks for nothing."""
    asked: dict[str, Any] = {name: query.get(name, "").strip() or None for name in tab.asks}
    for name in ("since", "until"):
        asked[name] = _day(asked[name])
    if "success" in asked:
        asked["success"] = _yes(asked["success"])
    return asked


def _yes(text: str | None) -> bool | None:
    """Whether it is to be one that succeeded; raises HTTPBadRequest for a text that says neither:
    taken as nothing asked, it would answer what was not meant."""
    known = {None: None, "yes": True, "true": True, "no": False, "false": False}
    if text not in known:
        raise web.HTTPBadRequest(text=_("success is yes or no."))
    return known[text]


def _day(text: str | None) -> date | None:
    """The day; raises HTTPBadRequest for a text that is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise web.HTTPBadRequest(text=_("A day is written as 2026-11-30.")) from error
