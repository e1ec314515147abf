"""Who is told of which alerts: one's own, and for managers their people's."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from web import acting, export, filters, forms, http, render
from web.db import PersonsDb, as_user, call, calls, row_of
from web.declared import answers, no_data
from web.errors import Refusal
from web.language import _

routes = web.RouteTableDef()
FIELDS = ("category", "location", "minimum_severity")
COLUMNS = (
    "subscription", "person", "group_name", "category", "location", "minimum_severity", "channel",
)  # fmt: skip
WHOM = ("person", "group_name")
SEVERITIES = ("info", "warning", "critical")
GROUPS = ("viewer", "staff", "manager", "auditor")
NUMBER = "{subscription:[0-9]{1,9}}"


@routes.get("/subscriptions" + http.DATA)
@answers("list_subscriptions", query=("after",))
async def list_subscriptions(request: web.Request) -> web.StreamResponse:
    """api.list_subscriptions() as a page, as JSON or a file; asked of an item, who would be told
    of it."""
    if http.wants_file(request):
        return await export.as_file(request, "list_subscriptions", {}, COLUMNS, "subscriptions")
    if http.wants_json(request):
        async with as_user(request) as db:
            return render.data(request, await call(db, "list_subscriptions", **_after(request)))
    return await _show(request)


def _after(request: web.Request) -> dict[str, str | None]:
    return {"after": request.query.get("after") or None}


@routes.post("/create_subscription")
@answers("create_subscription")
async def create_subscription(request: web.Request) -> web.StreamResponse:
    """api.create_subscription()."""
    given = await http.said(request)
    said = {name: forms.text(given, name) for name in (*WHOM, *FIELDS)}
    return await acting.act(
        request, "create_subscription", lambda refusal: _show(request, refusal, said),
        "/subscriptions", **_asked(said),
    )  # fmt: skip


@routes.get(f"/edit_subscription/{NUMBER}")
@no_data("A form; what is done is the POST.")
async def edit(request: web.Request) -> web.StreamResponse:
    """The form with what it is now."""
    return await _show(request, number=int(request.match_info["subscription"]))


@routes.post(f"/edit_subscription/{NUMBER}")
@answers("edit_subscription")
async def edit_subscription(request: web.Request) -> web.StreamResponse:
    """api.edit_subscription()."""
    given = await http.said(request)
    number = int(request.match_info["subscription"])
    said = {name: forms.text(given, name) for name in FIELDS}
    return await acting.act(
        request, "edit_subscription", lambda refusal: _show(request, refusal, said, number),
        "/subscriptions", subscription=number, **_asked(said),
    )  # fmt: skip


@routes.post(f"/remove_subscription/{NUMBER}")
@answers("remove_subscription")
async def remove_subscription(request: web.Request) -> web.StreamResponse:
    """api.remove_subscription()."""
    return await acting.act(
        request, "remove_subscription", lambda refusal: _show(request, refusal), "/subscriptions",
        subscription=int(request.match_info["subscription"]),
    )  # fmt: skip


def _asked(said: dict[str, str]) -> dict[str, str | None]:
    asked: dict[str, str | None] = {name: value or None for name, value in said.items()}
    return asked | {"minimum_severity": said["minimum_severity"] or "info"}


async def _show(
    request: web.Request,
    refusal: Refusal | None = None,
    said: dict[str, str] | None = None,
    number: int = 0,
) -> web.StreamResponse:
    wrong: list[filters.Problem] = []
    whose = {name: request.query.get(name, "") for name in ("item", "place")}

    for name, missing in (("item", _("Say of which item.")), ("place", _("Choose a place."))):
        if any(whose.values()) and not whose[name]:  # both are asked about
            wrong.append(filters.problem(name, missing))

    async def ask(whose: dict[str, Any]) -> Any:
        async with as_user(request, write=False, page=True) as db:
            found, choices = await calls(
                db, ("list_subscriptions", _after(request)), ("form_choices", {})
            )
            one = await row_of(
                db, "list_subscriptions", lambda row: row["subscription"] == number
            ) if number else None  # fmt: skip
            return found, choices, await db.me(), one, await _told(db, whose)

    found, choices, me, one, told = await filters.kept(
        request, ask, whose, {"item": "item", "location": "place"}, wrong
    )
    refusal = refusal or filters.refusal(wrong)
    if number and one is None and refusal is None:
        raise web.HTTPNotFound(text=_("There is no such line that you see."))
    empty = dict.fromkeys((*WHOM, *FIELDS), "") | {"minimum_severity": "info"}
    return render.page(
        request, "subscriptions.html", me, status=refusal.form_status() if refusal else 200,
        found=found, choices=choices, refusal=refusal, said=empty | (said or one or {}),
        one=one, told=told,
        severities=SEVERITIES, groups=GROUPS, asked=request.query,
    )  # fmt: skip


async def _told(db: PersonsDb, whose: Mapping[str, str]) -> list[dict[str, Any]] | None:
    """Who would be told, where an item and a place are asked for."""
    if not (whose["item"] and whose["place"]):
        return None
    answer = await call(db, "who_is_told", item=whose["item"], location=whose["place"])
    return list(answer["told"])
