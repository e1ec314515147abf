"""What Postgres must say, in the form it says it, worked out from the ledger in Python."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg

from tests.model.ledger import Ledger
from tests.model.parts import Alert, Document, Level, Refused
from tests.model.shop import loads

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def refusal(error: psycopg.Error, expected: Refused) -> None:
    """An error is the one expected, and names every bad line with what it lacks."""
    assert error.sqlstate == expected.state, f"expected {expected}, got {error.sqlstate}: {error}"
    if expected.state != "IN001":
        return
    detail = loads(error.diag.message_detail)
    said = {(line["line"], line["code"]) for line in detail}
    if expected.sure_of_shortages:
        assert said == expected.codes
    else:
        assert _not_short(said) == _not_short(expected.codes)
        return
    for line in detail:
        if line["code"] == "IN107":
            level = line["item"], line["location"], line["lot"]
            asked = Decimal(line["asked"]), Decimal(line["available"])
            assert asked == expected.short.get(level), f"{level} is not short"


def _not_short(codes: Any) -> set[tuple[int, str]]:
    return {one for one in codes if one[1] != "IN107"}


def answer(ledger: Ledger, document: Document, said: Any) -> dict[str, Any]:
    """A command's answer. Its times are compared as times: `said` gives their form."""
    request = document.request
    original = ledger.documents[request.original] if request.kind == "reversal" else None
    times = {"posted_at": document.posted_at, "occurred_at": document.occurred_at}
    for name, time in times.items():
        assert datetime.fromisoformat(said[name]) == time
    return {
        "document": document.name,
        "kind": request.kind,
        "reference": reference(ledger, document),
        "note": request.note or "",
        "posted_by": request.person,
        "reverses": original and original.name,
        **{name: said[name] for name in times},
        "lines": [
            {
                "line": n,
                "item": m.level[0],
                "name": ledger.world.names[m.level[0]],
                "location": m.level[1],
                "lot": m.level[2],
                "quantity": m.quantity,
                "unit": ledger.world.items[m.level[0]].unit,
                "entered_quantity": m.entered,
                "entered_unit": m.unit,
                "on_hand": m.balance,
                "reason": m.reason,
                "note": m.note,
            }
            for n, m in enumerate(document.movements, 1)
        ],
    }


def reference(ledger: Ledger, document: Document) -> str:
    """A reversal bears its original's reference."""
    if document.request.kind == "reversal":
        return reference(ledger, ledger.documents[document.request.original])
    return document.request.reference or ""


def everything(ledger: Ledger, person: str) -> dict[str, list[Any]]:
    """All that a person sees, as `Shop.everything` reads it."""
    places = ledger.world.readable(person)
    documents = [d for d in ledger.documents if d.places & places]
    return {
        "stock": [
            [*level, quantity, quantity]
            for level, quantity in sorted(ledger.on_hand(person).items(), key=_level_order)
        ],
        "documents": [document(ledger, d, places) for d in documents],
        "movements": [row for d in documents for row in _movements(d, places)],
        "thresholds": [
            [t.item, t.location, t.minimum, t.maximum, t.margin, t.severity, t.balance, t.status]
            for _, t in sorted(ledger.thresholds.items())
            if t.location in places
        ],
        "alerts": [_alert(a) for a in ledger.alerts if a.location in places],
    }


def _level_order(level: tuple[Level, Decimal]) -> tuple[str, str, str]:
    (item, location, lot), _ = level
    return item, location, lot or ""


def _alert(alert: Alert) -> list[Any]:
    a, resolved = alert, alert.resolution is not None
    crossed = [a.item, a.location, a.kind, a.severity, a.minimum, a.maximum, a.balance]
    return [*crossed, a.document, resolved, a.resolution]


def document(ledger: Ledger, document: Document, places: frozenset[str]) -> list[Any]:
    """A document as a person who reads these places sees it."""
    request, reversal = document.request, document.reversed_by
    original = ledger.documents[request.original] if request.kind == "reversal" else None
    return [
        document.name,
        request.kind,
        reference(ledger, document),
        request.note or "",
        microseconds(document.occurred_at),
        microseconds(document.posted_at),
        request.person,
        sum(m.level[1] in places for m in document.movements),
        original and original.name,
        reversal and reversal.name,
    ]


def _movements(document: Document, places: frozenset[str]) -> list[list[Any]]:
    request = document.request
    times = [microseconds(document.occurred_at), microseconds(document.posted_at)]
    rows = []
    for n, m in enumerate(document.movements, 1):
        if m.level[1] in places:
            figures = [m.quantity, m.balance, m.entered, m.unit, m.reason, m.note]
            rows.append(
                [document.name, n, request.kind, *m.level, *figures, *times, request.person]
            )
    return rows


def levels(rows: list[tuple[Any, ...]]) -> dict[Level, Decimal]:
    """The rows of api.stock_as_of() by level."""
    return {(sku, location, lot): on_hand for sku, _, location, _, lot, on_hand, _ in rows}


def microseconds(time: datetime) -> int:
    """A time exactly, as `Shop.everything` reads it."""
    return (time - EPOCH) // timedelta(microseconds=1)


def rounded(costs: dict[str, Decimal]) -> dict[str, Decimal]:
    """Costs as far as two ways of dividing a pack's by its factor agree."""
    return {sku: round(cost, 15) for sku, cost in costs.items()}
