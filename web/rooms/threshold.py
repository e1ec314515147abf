"""The range an item should stay in, at a place and all below it."""

import dataclasses
from collections.abc import Mapping
from typing import Any

import psycopg
from aiohttp import web

from web import conflicts, errors, forms, http, problems, render
from web.db import as_user, call, calls
from web.declared import answers, no_data
from web.errors import Refusal
from web.render import segment
from web.rooms.ranges import LABELS, NUMBERS, SEVERITIES

routes = web.RouteTableDef()
FIELDS = ("location", *LABELS)
NO_RANGE = "none"  # as the database says it of a place that has none yet


@routes.get("/set_threshold/{sku:[^/]+}")
@no_data("A form; what is done is the POST.")
async def form(request: web.Request) -> web.StreamResponse:
    """The form: a new range, or the one that `location` has."""
    return await _show(request, None)


@routes.post("/set_threshold/{sku:[^/]+}")
@answers("set_threshold", path={"sku": "item"})
async def set_threshold(request: web.Request) -> web.StreamResponse:
    """api.set_threshold()."""
    given = await http.said(request)
    said = {name: forms.text(given, name) for name in FIELDS}
    sku, version = request.match_info["sku"], forms.version(given)
    if theirs := conflicts.theirs_of(given, said):
        said |= await _as_it_is(request, said["location"], theirs)
    refusal = errors.of_numbers(forms.doubts(said, NUMBERS))
    if refusal is None:
        try:
            async with as_user(request) as db:
                answer = await call(
                    db, "set_threshold", item=sku, location=said["location"],
                    **{name: forms.number(said[name]) or None for name in ("minimum", "maximum")},
                    margin=forms.number(said["margin"]) or "0",
                    severity=said["severity"] or "warning",
                    version=version, seen=forms.text(given, "seen") or None,
                )  # fmt: skip
        except psycopg.Error as error:
            refusal = errors.explain(error)
            if refusal is None or refusal.status in (403, errors.SERVICE_UNAVAILABLE):
                raise
            if refusal.code == "IN014":  # of the place; an unknown item has no form to show
                refusal = dataclasses.replace(refusal, status=422, field="location")
    if refusal:
        return await _show(request, said, refusal, given)
    if http.wants_json(request):
        return render.data(request, answer)
    raise web.HTTPSeeOther(f"/items/{segment(sku)}#range")


@routes.post("/remove_threshold/{sku:[^/]+}")
@answers("remove_threshold", path={"sku": "item"})
async def remove_threshold(request: web.Request) -> web.StreamResponse:
    """api.remove_threshold(); of a range that is no longer the one looked at, the form shows it."""
    given = await http.said(request)
    sku, place = request.match_info["sku"], forms.text(given, "location")
    try:
        async with as_user(request) as db:
            answer = await call(
                db, "remove_threshold", item=sku, location=place,
                seen=forms.text(given, "seen") or None,
            )  # fmt: skip
    except psycopg.Error as error:
        refusal = errors.explain(error)
        if refusal is None or refusal.code != errors.CHANGED_MEANWHILE:
            raise
        return await _show(request, None, refusal, place=place)
    if http.wants_json(request):
        return render.data(request, answer)
    raise web.HTTPSeeOther(f"/items/{segment(sku)}#range")


async def _show(
    request: web.Request, said: dict[str, str] | None, refusal: Refusal | None = None,
    given: Mapping[str, Any] | None = None, *, place: str | None = None,
) -> web.StreamResponse:  # fmt: skip
    """The form with what was `said`, else the range at the place as it is."""
    if refusal and http.wants_json(request):
        return problems.respond(request, refusal)
    async with as_user(request, write=False, page=True) as db:
        page, choices = await calls(
            db, ("item_page", {"sku": request.match_info["sku"]}), ("form_choices", {})
        )
        me = await db.me()
    choices["locations"] = [place for place in choices["locations"] if place["postable"]]
    place = request.query.get("location", "") if place is None else place.strip().upper()
    known = _at(page, said["location"] if said else place)
    is_lost = refusal is not None and refusal.code == errors.CHANGED_MEANWHILE
    seen = known["seen"] if known else NO_RANGE
    return render.page(
        request, "threshold.html", me, status=refusal.form_status() if refusal else 200,
        page=page, choices=choices, known=known, severities=SEVERITIES, refusal=refusal,
        said=said or _values(known, place),
        seen=seen if is_lost or given is None else forms.text(given, "seen"),
        **conflicts.of_form(
            refusal if said else None, LABELS, known or {}, said or {}, given or {}
        ),
    )  # fmt: skip


def _at(page: Mapping[str, Any], place: str) -> dict[str, Any] | None:
    """The range that the item has there; None for none."""
    return next((one for one in page.get("thresholds", []) if one["location"] == place), None)


async def _as_it_is(request: web.Request, place: str, names: set[str]) -> dict[str, str]:
    """The fields that stay as somebody else saved them: the command takes them all."""
    async with as_user(request, write=False) as db:
        now = _at(await call(db, "item_page", sku=request.match_info["sku"]), place) or {}
    return {name: conflicts.words(now[name]) for name in names if name in now}


def _values(known: dict[str, Any] | None, place: str) -> dict[str, Any]:
    empty = dict.fromkeys(FIELDS, "") | {"location": place, "severity": "warning"}
    return empty | {name: known[name] for name in FIELDS} if known else empty
