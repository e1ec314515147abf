"""Who may do what, and why."""

from collections.abc import Mapping
from typing import Any

import psycopg
from aiohttp import web

from web import errors, export, filters, http, render
from web.db import as_user, call, calls
from web.declared import answers
from web.errors import Refusal

routes = web.RouteTableDef()
PAGE_ROWS = 50


@routes.get("/why{suffix:(?:\\.json)?}")
@answers("explain_access", query=("person", "action", "object"))
async def why(request: web.Request) -> web.StreamResponse:
    """api.explain_access(): may they, who decides, what is missing; and a form to ask another."""
    asked = {name: request.query.get(name, "").strip() for name in ("person", "action", "object")}
    async with as_user(request) as db:
        if http.wants_json(request):
            return render.data(request, await call(db, "explain_access", **_said(asked)))
        choices = await call(db, "access_choices")
        me = await db.me()
    asked["person"] = asked["person"] or me["person"]
    asked["object"] = _named(asked, choices)
    found: dict[str, Any] | None = None
    refusal: Refusal | None = None
    if asked["action"]:
        try:
            async with as_user(request) as db:
                found = await call(db, "explain_access", **_said(asked))
        except psycopg.Error as error:
            refusal = errors.explain(error)
            if refusal is None or refusal.status not in (404, 422):
                raise
    asked["action"] = found["action"] if found else asked["action"]
    return render.page(
        request, "why.html", me, status=refusal.status if refusal else 200,
        asked=asked, found=found, refusal=refusal, choices=choices,
    )  # fmt: skip


def _said(asked: Mapping[str, str]) -> dict[str, str | None]:
    return {**asked, "object": asked["object"] or None}


def _named(asked: Mapping[str, str], choices: list[dict[str, Any]]) -> str:
    """What somebody typed as the object, with the kind that the action takes before it."""
    takes = next((one["takes"] for one in choices if one["action"] == asked["action"]), [""])
    typed = asked["object"]
    return f"{takes[0]}:{typed}" if typed and ":" not in typed and takes[0] else typed


@routes.get("/access" + http.DATA)
@answers("access_matrix", query=("location", "after"))
async def access(request: web.Request) -> web.StreamResponse:
    """api.access_matrix(): people against what they may do at a place."""
    place = request.query.get("location", "").strip() or None
    if http.wants_file(request):
        return await _as_file(request, place)
    after = request.query.get("after") or None
    wrong: list[filters.Problem] = []
    asked = {"location": place}

    async def ask(asked: dict[str, Any]) -> Any:
        async with as_user(request) as db:
            found, choices = await calls(
                db,
                ("access_matrix", asked | {"after": after, "max_rows": PAGE_ROWS}),
                ("form_choices", {}),
            )
            return found, choices, {} if http.wants_json(request) else await db.me()

    found, choices, me = await filters.kept(request, ask, asked, {"location": "location"}, wrong)
    if http.wants_json(request):
        return render.data(request, found)
    refusal = filters.refusal(wrong)
    return render.page(
        request, "access_more.html" if after and http.is_partial(request) else "access.html", me,
        status=refusal.status if refusal else 200, found=found, place=asked["location"] or "",
        locations=choices["locations"], refusal=refusal,
    )  # fmt: skip


async def _as_file(request: web.Request, place: str | None) -> web.StreamResponse:
    async with as_user(request, page=True) as db:
        head = await call(db, "access_matrix", location=place, max_rows=1)
    labels = [column["label"] for column in head["columns"]]
    columns = ("person", "name", "kind", "groups", *labels)
    return await export.as_file(
        request, "access_matrix", {"location": place}, columns, "access", _flat(labels)
    )


def _flat(labels: list[str]) -> Any:
    def flat(row: dict[str, Any]) -> dict[str, Any]:
        cells = ("yes" if cell["allowed"] else "no" for cell in row["cells"])
        return {**row, "groups": ", ".join(row["groups"]), **dict(zip(labels, cells, strict=True))}

    return flat
