"""Steps at random: each is asked of the ledger in Python and of Postgres, and both must agree."""

import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

import psycopg
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.conftest import Database
from tests.model import drawing, expect
from tests.model.ledger import Ledger
from tests.model.parts import Document, Level, Refused, Request
from tests.model.shop import Shop, Template, instant
from tests.model.world import World

AUDITOR = "ada_auditor"
NAMES = {"reversal": "reverse_document"}  # else post_KIND


@dataclass
class Arena:
    """What the runs share: where their databases come from, and a count of the steps taken."""

    template: Template
    new_database: Callable[[str | None], Database]
    steps: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)


class LedgerMachine(RuleBasedStateMachine):
    """One run: a new database and an empty ledger."""

    arena: ClassVar[Arena]

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.ledger = Ledger(self.world)
        self.shop = Shop(self.arena.template, self.arena.new_database, note)
        self.requests: list[Request] = []
        self.managed = self.asked = 0  # so that most steps post something
        self.remembered: list[tuple[datetime, dict[Level, Decimal]]] = []

    def teardown(self) -> None:
        """What was once known must still be; then the ledger proves itself."""
        self.arena.outcomes["alert"] += len(self.ledger.alerts)
        try:
            for at, then in self.remembered:
                rows = self.shop.rows(AUDITOR, "stock_as_of", instant=at, known_at=at)
                assert expect.levels(rows) == then, f"what was known at {at} changed"
            assert self.shop.prove() == []
        finally:
            self.shop.close()

    def step(self, outcome: str) -> None:
        """Count a step that was taken and agreed."""
        self.arena.steps += 1
        self.arena.outcomes[outcome] += 1

    # Posting

    @rule(data=st.data())
    def post_receipt(self, data: st.DataObject) -> None:
        self.post(data.draw(drawing.requests(self.ledger, "receipt", len(self.requests))))

    @precondition(lambda self: any(self.ledger.levels.values()))
    @rule(data=st.data())
    def post_issue(self, data: st.DataObject) -> None:
        self.post(data.draw(drawing.requests(self.ledger, "issue", len(self.requests))))

    @precondition(lambda self: any(self.ledger.levels.values()))
    @rule(data=st.data())
    def post_transfer(self, data: st.DataObject) -> None:
        self.post(data.draw(drawing.requests(self.ledger, "transfer", len(self.requests))))

    @rule(data=st.data())
    def post_adjustment(self, data: st.DataObject) -> None:
        if self.ledger.thresholds and data.draw(drawing.YES_OR_NO):
            self.post(data.draw(drawing.edges(self.ledger, len(self.requests))))
        else:
            self.post(data.draw(drawing.requests(self.ledger, "adjustment", len(self.requests))))

    @precondition(lambda self: self.ledger.documents)
    @rule(data=st.data())
    def reverse_document(self, data: st.DataObject) -> None:
        self.post(data.draw(drawing.reversals(self.ledger, len(self.requests))))

    @precondition(lambda self: self.requests)
    @rule(data=st.data())
    def retry(self, data: st.DataObject) -> None:
        """The same request once more, perhaps with another time, reference or note."""
        request = data.draw(st.sampled_from(self.requests))
        if data.draw(drawing.YES_OR_NO):
            at = data.draw(drawing.times(self.ledger))
            request = replace(request, occurred_at=at, reference="again", note="again")
        self.post(request, "retried ")

    @precondition(lambda self: self.requests)
    @rule(data=st.data())
    def reuse_key(self, data: st.DataObject) -> None:
        """A key that was used (or tried) before with another request, or by another person."""
        before = data.draw(st.sampled_from(self.requests))
        kind = data.draw(drawing.one_of(*drawing.KINDS, "reversal"))
        if kind == "reversal" and self.ledger.documents:
            request = data.draw(drawing.reversals(self.ledger, before.key))
        else:
            kind = "receipt" if kind == "reversal" else kind
            request = data.draw(drawing.requests(self.ledger, kind, before.key))
        if data.draw(drawing.YES_OR_NO):
            request = replace(request, person=before.person)
        self.post(request, "reused ")

    def post(self, request: Request, how: str = "") -> None:
        """Ask both for a document and compare what they say."""
        expected = self.ledger.ask(request, datetime.now(UTC))
        self.requests.append(request)
        answer = self.ask_postgres(request)
        if isinstance(expected, Refused):
            assert isinstance(answer, psycopg.Error), f"expected {expected}, got {answer}"
            expect.refusal(answer, expected)
            self.step(f"{how}{request.kind} {expected.state}")
        elif expected.name:
            assert answer == expected.answer, "a retry has another answer than the first"
            self.step(f"{how}{request.kind} answered again")
        else:
            self.enter(expected, answer)
            self.step(f"{how}{request.kind} posted")

    def ask_postgres(self, request: Request) -> Any:
        """The answer of the command, or its error."""
        if request.kind == "reversal":
            original = self.ledger.documents[request.original]
            more: dict[str, Any] = {"document": uuid.UUID(original.name)}
        else:
            more = {"lines": request.lines, "reference": request.reference}
        try:
            return self.shop.call(
                request.person,
                NAMES.get(request.kind, f"post_{request.kind}"),
                **more,
                idempotency_key=uuid.UUID(int=request.key),
                note=request.note,
                occurred_at=request.occurred_at,
            )
        except psycopg.Error as error:
            return error

    def enter(self, document: Document, answer: Any) -> None:
        """A new document: the answer's figures are the model's."""
        assert not isinstance(answer, psycopg.Error), f"{answer!r}: {answer}"
        posted_at = instant(answer["posted_at"])
        last = self.ledger.documents[-1].posted_at if self.ledger.documents else posted_at
        assert last <= posted_at <= datetime.now(UTC)
        self.ledger.record(document, answer["document"], posted_at)
        document.answer = answer
        if document.occurred_at < posted_at:
            self.arena.outcomes["back-dated"] += 1
        assert answer == expect.answer(self.ledger, document, answer)

    # Thresholds and rights

    @precondition(lambda self: 5 * self.managed <= len(self.requests) + 10)
    @rule(data=st.data())
    def manage(self, data: st.DataObject) -> None:
        """A range or somebody's places change."""
        self.managed += 1
        changes = (self.set_threshold, self.set_threshold, self.change_places)
        data.draw(st.sampled_from(changes))(data)

    def set_threshold(self, data: st.DataObject) -> None:
        """A manager sets, changes or, rarely, removes a range."""
        if self.ledger.thresholds and data.draw(drawing.one_in(6)):
            self.remove_threshold(*data.draw(st.sampled_from(list(self.ledger.thresholds))))
            return
        person, wanted = data.draw(drawing.thresholds(self.ledger))
        self.shop.call(
            person,
            "set_threshold",
            item=wanted.item,
            location=wanted.location,
            minimum=wanted.minimum,
            maximum=wanted.maximum,
            margin=wanted.margin,
            severity=wanted.severity,
        )
        self.ledger.set_threshold(wanted)
        self.step("threshold set")

    def remove_threshold(self, item: str, location: str) -> None:
        """Its open alert resolves."""
        self.shop.call("bob_boss", "remove_threshold", item=item, location=location)
        self.ledger.remove_threshold(item, location)
        self.step("threshold removed")

    def change_places(self, data: st.DataObject) -> None:
        """An admin takes a place from somebody, or grants them one."""
        person = data.draw(drawing.one_of(*drawing.GRANTED))
        granted = self.world.granted[person]
        if granted and data.draw(drawing.YES_OR_NO):
            place = data.draw(st.sampled_from(sorted(granted)))
            granted.remove(place)
            self.shop.call("ann_admin", "revoke_location", person=person, location=place)
            self.step("place revoked")
        else:
            place = data.draw(drawing.one_of(*self.world.locations))
            granted.add(place)
            self.shop.call("ann_admin", "grant_location", person=person, location=place)
            self.step("place granted")

    # Questions

    @precondition(lambda self: 3 * self.asked <= len(self.requests))
    @rule(data=st.data(), person=st.sampled_from(drawing.READERS))
    def ask(self, data: st.DataObject, person: str) -> None:
        """A person sees their own part of it, now and at any instant."""
        self.asked += 1
        questions = (self.look, self.ask_stock_as_of, self.ask_item_history, self.remember)
        data.draw(st.sampled_from(questions))(data, person)

    def look(self, _: st.DataObject, person: str) -> None:
        """What is there now."""
        assert self.shop.everything(person) == expect.everything(self.ledger, person)
        self.step("looked")

    def ask_stock_as_of(self, data: st.DataObject, person: str) -> None:
        """On hand as of an instant, as known now, as known then, and as known at another one."""
        at = data.draw(drawing.instants(self.ledger))
        known_at = data.draw(drawing.known_at(self.ledger, at))
        item = data.draw(drawing.one_of(None, *self.world.skus))
        top = data.draw(drawing.seen(self.world, person))
        rows = self.shop.rows(
            person, "stock_as_of", instant=at, known_at=known_at, item=item, at_location=top
        )
        expected = {
            level: quantity
            for level, quantity in self.ledger.on_hand(person, at, known_at).items()
            if item in (None, level[0]) and (top is None or level[1] in self.world.below(top))
        }
        assert expect.levels(rows) == expected
        how = "now" if known_at is None else "then" if known_at == at else "at another instant"
        self.step(f"as of an instant, known {how}")

    def ask_item_history(self, data: st.DataObject, person: str) -> None:
        """The steps of an item's stock by when things happened."""
        since = data.draw(drawing.instants(self.ledger))
        item = data.draw(drawing.one_of(*self.world.skus))
        top = data.draw(drawing.seen(self.world, person))
        found = self.shop.call(person, "item_history", sku=item, location=top, since=since)
        steps = [(instant(point["at"]), point["on_hand"]) for point in found["points"]]
        assert steps == self.ledger.history(person, item, top, since)
        self.step("history")

    def remember(self, data: st.DataObject, _: str) -> None:
        """What is known at an instant that has passed; at the end it must still be so."""
        at = data.draw(drawing.instants(self.ledger))
        if at > datetime.now(UTC) - timedelta(microseconds=1):
            at = datetime.now(UTC)
        rows = self.shop.rows(AUDITOR, "stock_as_of", instant=at, known_at=at)
        assert expect.levels(rows) == self.ledger.on_hand(AUDITOR, at, at)
        self.remembered.append((at, expect.levels(rows)))
        self.step("remembered")

    @invariant()
    def agree(self) -> None:
        """After each step everything that is kept is the same on both sides."""
        found, costs = self.shop.everything_and_costs(AUDITOR)
        assert found == expect.everything(self.ledger, AUDITOR)
        assert expect.rounded(costs) == expect.rounded(self.ledger.last_costs())
