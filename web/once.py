"""Commands that a program sends with a key of its own (the header Idempotency-Key): sent again,
because no answer came, they are not done twice and answer what they answered.

The key is noted in the transaction that does the command (auth.begin_request): either both are
there or neither. Documents have keys of their own, for good (their parameter idempotency_key).
"""

import json
import re
import uuid
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from aiohttp import web

from web import declared, errors, http
from web.language import _

HEADER = "Idempotency-Key"
KEY = re.compile(r"[!-~]{1,255}")
# Where a key for a document is made of what is no UUID.
NAMESPACE = uuid.UUID("6d1b0c8e-52c5-4b0a-9f1e-7a3c5f0d2e11")


@dataclass(frozen=True)
class Keyed:
    """A request that is done once: its key, the command, and what was asked."""

    key: str
    command: str
    request_hash: bytes
    told_once: bool


def key(request: web.Request) -> str:
    """The key that the request carries; empty for none. Raises HTTPBadRequest for what is none."""
    said = request.headers.get(HEADER)
    if said is None:
        return ""
    bare = said[1:-1] if len(said) > 2 and said[0] == said[-1] == '"' else said
    if not KEY.fullmatch(bare):
        raise web.HTTPBadRequest(text=_not_a_key(HEADER))
    return bare


def _not_a_key(name: str) -> str:
    return _(
        "%(header)s is no key: 1 to 255 letters, digits and signs, without spaces.", header=name
    )


def document_key(request: web.Request, said: str | None) -> str | None:
    """The key of a document: what its body says, else that of the header, as a UUID; None for none.

    Raises Told for what is no key.
    """
    chosen = said or key(request)
    if not chosen:
        return None
    if not KEY.fullmatch(chosen):
        told = {
            "field": "idempotency_key", "code": "IN005", "message": _not_a_key("idempotency_key"),
            "hint": _("A UUID is best."),
        }  # fmt: skip
        raise errors.Told(errors.of_fields(422, [told]))
    try:
        return str(uuid.UUID(chosen))
    except ValueError:
        return str(uuid.uuid5(NAMESPACE, chosen))


async def keyed(request: web.Request, *, as_text: bool) -> Keyed | None:
    """What makes the request one that is done once; None where it carries no key, or does no
    command that takes one."""
    chosen = key(request) if request.method not in http.SAFE else ""
    operation = declared.of(request.match_info.handler)
    if not chosen or not isinstance(operation, declared.Operation) or operation.own_key:
        return None
    if operation.form is not None:  # whose handler says by keyed_file() what its files are
        return None
    asked = [request.path, as_text, await _body(request)]
    text = json.dumps(asked, sort_keys=True, default=str)
    return Keyed(
        chosen, operation.functions[0], sha256(text.encode(errors="replace")).digest(),
        operation.told_once,
    )  # fmt: skip


def keyed_file(request: web.Request, command: str, *asked: str) -> Keyed | None:
    """As keyed(), of a form with files, which is not read as a body: what it asks, and what its
    files hold, as texts."""
    chosen = key(request)
    text = json.dumps([request.path, *asked])
    return Keyed(chosen, command, sha256(text.encode()).digest(), False) if chosen else None


async def _body(request: web.Request) -> Any:
    if request.content_type in http.FORMS:
        return sorted((name, str(value)) for name, value in (await request.post()).items())
    return dict(await http.said(request)) if request.body_exists else None
