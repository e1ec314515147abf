"""Posting movements: one form for receipt, issue, transfer and adjustment."""

import uuid
from dataclasses import dataclass
from typing import Any

import psycopg
from aiohttp import web
from psycopg.types.json import Jsonb

from web import errors, formats, forms, http, render
from web.db import as_user, call
from web.declared import answers, no_data
from web.errors import Refusal

routes = web.RouteTableDef()


@dataclass(frozen=True)
class Kind:
    """A kind of document: its words, and the fields of its lines as the command names them."""

    name: str
    verb: str
    icon: str
    fields: tuple[str, ...]

    @property
    def command(self) -> str:
        """The function of schema `api`, and the URL."""
        return f"post_{self.name}"


KINDS = (
    Kind("receipt", "Receive", "package-plus",
         ("item", "location", "lot", "expires_on", "quantity", "unit", "unit_cost", "note")),
    Kind("issue", "Issue", "package-minus",
         ("item", "location", "lot", "quantity", "unit", "note")),
    Kind("transfer", "Transfer", "arrow-left-right",
         ("item", "from", "to", "lot", "quantity", "unit", "note")),
    Kind("adjustment", "Adjust", "sliders-horizontal",
         ("item", "location", "lot", "quantity", "unit", "reason", "note")),
)  # fmt: skip
BY_COMMAND = {kind.command: kind for kind in KINDS}
COMMAND = r"/{command:post_(?:receipt|issue|transfer|adjustment)}"
NUMBERS = ("quantity", "unit_cost")
HEAD = ("idempotency_key", "reference", "note", "occurred_at")


@routes.get(COMMAND)
@no_data("A form; what is done is the POST.")
async def form(request: web.Request) -> web.StreamResponse:
    """The form, with what the link said already filled in, and a key of its own."""
    kind = BY_COMMAND[request.match_info["command"]]
    line = {field: request.query.get(field, "") for field in kind.fields}
    if kind.name == "transfer":
        line["from"] = line["from"] or request.query.get("location", "")
    head = dict.fromkeys(HEAD, "") | {"idempotency_key": str(uuid.uuid4())}
    return await _show(request, kind, head, [line])


@routes.post(COMMAND)
@answers(*BY_COMMAND)
async def post(request: web.Request) -> web.StreamResponse:
    """api.post_…(): all of it or none; what was typed comes back with what is wrong with it."""
    kind = BY_COMMAND[request.match_info["command"]]
    if http.wants_json(request):
        return await _post_json(request, kind)
    given = await request.post()
    head = {name: forms.text(given, f"document.{name}") for name in HEAD}
    lines = forms.lines(given, kind.fields)
    do = forms.text(given, "do")
    if do == "add":
        return await _show(request, kind, head, [*lines, _next_line(kind, lines)])
    if do.startswith("remove-"):
        return await _show(request, kind, head, _without(lines, do, kind))
    lines = [line for line in lines if not forms.is_blank(line)] or lines[:1]
    try:
        answer = await _command(request, kind, head, lines)
    except psycopg.Error as error:
        refusal = errors.explain(error)
        if refusal is None or refusal.status not in (409, 422):
            raise
        return await _show(request, kind, head, lines, refusal)
    raise web.HTTPSeeOther(f"/documents/{answer['document']}?posted")


async def _command(
    request: web.Request, kind: Kind, head: dict[str, str], lines: list[dict[str, str]]
) -> dict[str, Any]:
    async with as_user(request) as db:
        me = await db.me() if head["occurred_at"] else {}
        return dict(await call(
            db, kind.command,
            lines=Jsonb([_as_said(line) for line in lines]),
            idempotency_key=_uuid(head["idempotency_key"]),
            reference=head["reference"] or None,
            note=head["note"] or None,
            occurred_at=forms.moment(head["occurred_at"], formats.zone(me.get("time_zone"))),
        ))  # fmt: skip


async def _post_json(request: web.Request, kind: Kind) -> web.StreamResponse:
    """The same command for a program: the body's keys are the command's."""
    body = await http.said(request)
    head: dict[str, Any] = {name: forms.text(body, name) or None for name in HEAD}
    head["idempotency_key"] = _uuid(head["idempotency_key"])
    lines = body.get("lines")
    async with as_user(request) as db:
        answer = await call(db, kind.command, lines=None if lines is None else Jsonb(lines), **head)
    return render.data(request, answer)


async def _show(
    request: web.Request,
    kind: Kind,
    head: dict[str, str],
    lines: list[dict[str, str]],
    refusal: Refusal | None = None,
) -> web.StreamResponse:
    async with as_user(request, write=False, page=True) as db:
        choices = await call(db, "form_choices")
        me = await db.me()
    choices["locations"] = [
        place for place in choices["locations"]
        if place["postable"] and place["kind"] not in ("company", "region")
    ]  # fmt: skip
    # An item that goes out, or a problem of the head, is told above the lines.
    problems = _by_field(kind, lines, refusal) if refusal else {}
    return render.page(
        request, "post.html", me, status=refusal.status if refusal else 200,
        kind=kind, kinds=KINDS, head=head, lines=lines, choices=choices, refusal=refusal,
        problems=problems,
    )  # fmt: skip


def _by_field(
    kind: Kind, lines: list[dict[str, str]], refusal: Refusal
) -> dict[tuple[int, str], dict[str, str]]:
    """Each bad line's sentence, by line and form field."""
    found = {}
    for problem in refusal.lines:
        number, field = int(problem["line"]), problem["field"]
        line = lines[number - 1] if number <= len(lines) else {}
        if kind.name == "transfer" and field == "location":
            field = "to" if problem.get("location") == line.get("to") else "from"
        if field not in kind.fields:
            field = "item"
        found[number, field] = {
            "message": _sentence(problem, field, line), "hint": problem.get("hint") or "",
        }  # fmt: skip
    return found


def _sentence(problem: dict[str, Any], field: str, line: dict[str, str]) -> str:
    typed = line.get(field, "")
    if field in NUMBERS and forms.is_ambiguous(typed):
        return forms.ambiguity(typed)
    if field == "item" and not typed:
        return "Enter an item."
    if field in ("location", "from", "to") and not typed:
        return "Choose a location."
    if field == "quantity" and not typed:
        return "Enter a quantity."
    return str(problem["message"])


def _as_said(line: dict[str, str]) -> dict[str, str]:
    """A line as the command reads it: what was left empty is left out."""
    said = {
        field: forms.number(value) if field in NUMBERS else value
        for field, value in line.items()
        if value
    }
    return {"item": "", "quantity": "", **said}


def _next_line(kind: Kind, lines: list[dict[str, str]]) -> dict[str, str]:
    """An empty line at the place of the one before: people work place by place."""
    empty = dict.fromkeys(kind.fields, "")
    kept = ("location", "from", "to", "reason")
    return empty | {name: lines[-1][name] for name in kept if lines and name in kind.fields}


def _without(lines: list[dict[str, str]], do: str, kind: Kind) -> list[dict[str, str]]:
    number = do.removeprefix("remove-")
    left = [line for at, line in enumerate(lines, start=1) if str(at) != number]
    return left or [dict.fromkeys(kind.fields, "")]


def _uuid(text: Any) -> uuid.UUID | None:
    """The key; None, which the command refuses, for what is none."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
