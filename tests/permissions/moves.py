"""What people and DBAs do, drawn at random: a statement, what must come of it, what it changes.

`expected` answers for the instant of the statement (company.now): null where it is accepted,
NOTHING where it is accepted and finds no row, else the SQLSTATE of the refusal.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from psycopg import sql

from tests.model import expect
from tests.model.parts import Document, Refused, Request, Threshold
from tests.model.shop import called, instant
from tests.permissions.rules import Sight
from tests.permissions.sights import Book
from tests.permissions.world import KINDS, Grant, Person, Session

NOTHING = "no row"
DENIED = "42501"
GROUPS = ("viewer", "staff", "counter", "manager", "auditor", "admin", "reporting", "cost")
SEVERITIES = ("info", "warning", "critical")


@dataclass
class Move:
    """One thing that somebody does; `person` is null for a DBA."""

    name: str
    person: str | None
    query: sql.Composable
    expected: Callable[[], str | Refused | None]
    done: Callable[[Any], None] = lambda _: None
    touches: tuple[str, ...] = ()  # whose rights it changes
    own_login: bool | None = None  # the only door it is done through; null for either
    companion: str | None = None  # becomes this one's, with the token of `person`
    tables: tuple[str, ...] = ()  # of the audit, a row each


@dataclass
class Draw:
    """Chance, and what it can choose from."""

    book: Book
    random: Random
    requests: list[Request] = field(default_factory=list)
    made: int = 0  # places, items and people that were made in this run

    def one_in(self, n: int) -> bool:
        """True once in n times."""
        return self.random.randrange(n) == 0

    def of(self, options: Any) -> Any:
        """One of them."""
        return self.random.choice(sorted(options, key=str))

    def sight(self, person: str) -> Sight:
        """The rules about somebody now."""
        return self.book.company.sight(person)

    def of_person(self, people: list[Person]) -> Person:
        """One of them; nobody is none of them in a run."""
        return self.random.choice(sorted(people, key=lambda person: person.name))

    def someone(self, *groups: str) -> str:
        """Mostly somebody in one of these groups, now and then anybody."""
        people = self.book.company.people
        if groups and not self.one_in(8):
            fitting = [name for name in people if self.sight(name).groups & set(groups)]
            return self.of(fitting or people)
        return self.of(people)

    def place(self, among: frozenset[str] = frozenset()) -> str:
        """Mostly one of these, now and then any there is."""
        return self.of(self.book.company.locations if not among or self.one_in(6) else among)

    def search(self) -> str:
        """What somebody searches for: one term."""
        key = self.of(("text", "category", "location", "lot", "status", "is"))
        value = {
            "text": ("app", "milk", "thing", "bolt"),
            "category": ("FOOD", "PARTS", "ALL"),
            "location": self.book.company.locations,
            "lot": ("L1", "L2"),
            "status": ("low,out", "over", "ok", "out", "ok,over"),
            "is": ("retired", "active"),
        }[key]
        minus = "-" if key != "is" and self.one_in(4) else ""
        return f"{minus}{'' if key == 'text' else key + ':'}{self.of(value)}"

    def until(self) -> datetime | None:
        """No end, one far off, or one so near that it passes while others move."""
        near, far = timedelta(milliseconds=self.random.randint(30, 300)), timedelta(days=30)
        return self.of_weighted(
            (None, 5), (datetime.now(UTC) + far, 2), (datetime.now(UTC) + near, 3)
        )

    def of_weighted(self, *options: tuple[Any, int]) -> Any:
        """One of them, by weight."""
        values, weights = zip(*options, strict=True)
        return self.random.choices(values, weights)[0]


def text(query: str, *values: Any) -> sql.Composed:
    """A statement with its values written out."""
    return sql.SQL(query).format(*(sql.Literal(value) for value in values))


# Posting


def post(draw: Draw) -> Move:
    """A document of one or two lines, at places that are theirs or not."""
    kind = draw.of_weighted(("receipt", 4), ("issue", 3), ("transfer", 2), ("adjustment", 2))
    person = draw.someone("staff")
    lines = [_line(draw, kind, person) for _ in range(draw.of((1, 1, 2)))]
    return ask(draw, Request(kind, person, len(draw.requests) + 1, lines))


def _line(draw: Draw, kind: str, person: str) -> dict[str, Any]:
    company, ledger = draw.book.company, draw.book.ledger
    mine = draw.sight(person).posts
    mine = frozenset(place for place in mine if company.locations[place].holds_stock)
    sku = draw.of(company.items if draw.one_in(15) else company.skus or company.items)
    place, lot, quantity = draw.place(mine), None, draw.of((1, 2, 5, 12))
    there = [level for level, n in ledger.levels.items() if n > 0 and level[1] in mine]
    if kind != "receipt" and there and not draw.one_in(8):
        sku, place, lot = level = draw.of(there)
        quantity = draw.of({Decimal(1), ledger.levels[level], ledger.levels[level] + 1})
    line: dict[str, Any] = {"item": sku, "quantity": str(quantity)}
    if kind == "receipt":
        lot = draw.of((None, None, "L1", "L2"))
        if draw.one_in(2):
            line["unit_cost"] = draw.of((1, 2, "2.5", 12))
    if lot:
        line["lot"] = lot
    if kind == "adjustment":
        line |= {"reason": "Counted", "quantity": str(draw.of((1, -1)) * int(quantity) or 1)}
    if kind == "transfer":
        return line | {"from": place, "to": draw.place(mine)}
    return line | {"location": place}


def reverse(draw: Draw) -> Move:
    """A document is reversed, by its poster or by somebody else."""
    number = draw.random.randrange(len(draw.book.ledger.documents))
    poster = draw.book.ledger.documents[number].request.person
    person = poster if draw.one_in(2) else draw.someone("staff")
    return ask(draw, Request("reversal", person, len(draw.requests) + 1, original=number))


def post_again(draw: Draw) -> Move:
    """A key is used again: by a retry, with other lines, or by somebody else."""
    before = draw.random.choice(draw.requests)
    how = draw.of(("retry", "other lines", "another's"))
    if how == "retry":
        return ask(draw, before)
    if how == "another's":
        return ask(draw, replace(before, person=draw.someone("staff")))
    lines = [_line(draw, "receipt", before.person)]
    return ask(draw, Request("receipt", before.person, before.key, lines))


def ask(draw: Draw, request: Request) -> Move:
    """The command for a request, judged by the ledger."""
    book = draw.book
    draw.requests.append(request)
    given: dict[str, Any] = {"lines": request.lines}
    name = f"post_{request.kind}"
    if request.kind == "reversal":
        name = "reverse_document"
        given = {"document": UUID(book.ledger.documents[request.original].name)}
    query = called(name, {**given, "idempotency_key": UUID(int=request.key)})
    asked: list[Document | Refused] = []

    def expected() -> str | Refused | None:
        sight = draw.sight(request.person)
        if sight.may_call(name) and not sight.known and name != "reverse_document":
            return "IN006"
        asked[:] = [book.ledger.ask(request, book.company.now)]
        return asked[0] if isinstance(asked[0], Refused) else None

    def done(cursor: Any) -> None:
        answer, document = cursor.fetchone()[0], asked[0]
        assert isinstance(document, Document)
        if not document.name:
            book.ledger.record(document, answer["document"], instant(answer["posted_at"]))
        assert {**answer, "lines": None} == {
            **expect.answer(book.ledger, document, answer), "lines": None,
        }  # fmt: skip
        told = {at: line["on_hand"] for at, line in enumerate(answer["lines"])}
        assert told == {at: m.balance for at, m in enumerate(document.movements)}

    return Move(f"{request.kind}", request.person, query, expected, done)


# Ranges


def set_range(draw: Draw) -> Move:
    """A range is set or changed, near what is on hand."""
    book = draw.book
    person = draw.someone("manager")
    sku, place = (
        draw.of(book.company.skus or book.company.items),
        draw.place(draw.sight(person).manages),
    )
    near = max(book.ledger.below(sku, place) + draw.of((-5, -1, 0, 1, 5)), Decimal(0))
    low, high = draw.of(((near, None), (None, near), (near, near + 20)))
    severity = draw.of(SEVERITIES)
    given = {
        "item": sku, "location": place, "minimum": low, "maximum": high, "severity": severity,
    }  # fmt: skip

    def expected() -> str | None:
        sight = draw.sight(person)
        if not sight.may_call("set_threshold"):
            return DENIED
        if place not in sight.names:
            return "IN014"
        return None if place in sight.manages else DENIED

    def done(_: Any) -> None:
        book.ledger.set_threshold(Threshold(sku, place, low, high, Decimal(0), severity))

    return Move(
        "set range", person, called("set_threshold", given), expected, done,
        tables=("inventory.thresholds",),
    )  # fmt: skip


def remove_range(draw: Draw) -> Move:
    """A range goes; where there is none that they may remove, nothing is told."""
    book = draw.book
    person = draw.someone("manager")
    sku, place = draw.of(book.ledger.thresholds)

    def expected() -> str | None:
        sight = draw.sight(person)
        if not sight.may_call("remove_threshold"):
            return DENIED
        return None if place in sight.manages else "IN014"

    query = called("remove_threshold", {"item": sku, "location": place})
    return Move(
        "remove range", person, query, expected,
        lambda _: book.ledger.remove_threshold(sku, place),
        tables=("inventory.thresholds",),
    )  # fmt: skip


# Places people hold


def grant(draw: Draw) -> Move:
    """A manager or an admin grants a place, or gives a grant another end."""
    company = draw.book.company
    by, person = draw.someone("manager", "admin"), draw.of(company.people)
    place, until = draw.place(draw.sight(by).places), draw.until()
    if company.people[person].grants and draw.one_in(3):
        place = draw.of(company.people[person].grants)

    def expected() -> str | None:
        sight = draw.sight(by)
        if not sight.may_call("grant_location"):
            return DENIED
        if place not in sight.names:
            return "IN014"
        if company.refuses_grant(by, person, place, until):
            return "IN018"
        return None if sight.may_grant(person, place) else DENIED

    return Move(
        "grant",
        by,
        called("grant_location", {"person": person, "location": place, "valid_until": until}),
        expected,
        lambda _: company.people[person].grants.update({place: Grant(by, until)}),
        (person,),
        tables=("auth.location_grants",),
    )


def revoke(draw: Draw) -> Move:
    """A place is taken back."""
    company = draw.book.company
    by = draw.someone("manager", "admin")
    person = draw.of([p.name for p in company.people.values() if p.grants] or company.people)
    place = draw.of(company.people[person].grants or company.locations)

    def expected() -> str | None:
        sight = draw.sight(by)
        if not sight.may_call("revoke_location"):
            return DENIED
        held = place in company.people[person].grants
        seen = place in sight.names and sight.sees_grant(person, place)
        if not (held and seen and sight.may_grant(person, place)):
            return "IN014"
        return "IN018" if company.refuses_grant(by, person, place, takes=True) else None

    return Move(
        "revoke",
        by,
        called("revoke_location", {"person": person, "location": place}),
        expected,
        lambda _: company.people[person].grants.pop(place),
        (person,),
        tables=("auth.location_grants",),
    )


def dba_grants(draw: Draw) -> Move:
    """A DBA writes a grant, another end, or deletes one, by plain SQL."""
    company = draw.book.company
    person, place, until = draw.of(company.people), draw.of(company.locations), draw.until()
    grants = company.people[person].grants
    where = "where person = {} and location_id = inventory.location_of({})"
    if grants and draw.one_in(2):
        place = draw.of(grants)
    if place not in grants:
        query = text(
            "insert into auth.location_grants (person, location_id, valid_until) "
            "values ({}, inventory.location_of({}), {})",
            person, place, until,
        )  # fmt: skip
    elif draw.one_in(2):
        query = text(f"delete from auth.location_grants {where}", person, place)
        return Move(
            "DBA revokes", None, query, lambda: None, lambda _: grants.pop(place), (person,),
            tables=("auth.location_grants",),
        )  # fmt: skip
    else:
        query = text(
            f"update auth.location_grants set valid_until = {{}} {where}", until, person, place
        )
    return Move(
        "DBA grants", None, query, lambda: None,
        lambda _: grants.update({place: Grant("postgres", until)}), (person,),
        tables=("auth.location_grants",),
    )  # fmt: skip


# People


def _hired(draw: Draw) -> Person:
    return draw.of_person([p for p in draw.book.company.people.values() if p.hired])


def hire(draw: Draw) -> Move:
    """An admin makes a new person; somebody else tries."""
    company = draw.book.company
    by = draw.someone("admin")
    draw.made += 1
    name = f"h_{draw.made}"
    groups = draw.random.sample(GROUPS, draw.of((1, 1, 2)))
    taken = draw.one_in(6)
    if taken:
        name = draw.of(company.people)
    mail = draw.one_in(2)

    def expected() -> str | None:
        sight = draw.sight(by)
        if not sight.may_call("create_user"):
            return DENIED
        if not sight.known:
            return "IN006"
        if groups == ["cost"]:
            return "IN014"
        return "IN017" if taken else None

    def done(_: Any) -> None:
        company.people[name] = Person(name, set(groups), hired=True, mail=mail)

    given = {
        "person": name, "name": name, "groups": groups, "verifier": VERIFIER[0],
        "email": f"{name}@example.com" if mail else None,
    }  # fmt: skip
    return Move("hire", by, called("create_user", given), expected, done, (name,))


VERIFIER = [""]  # of company.PASSWORD; it does not depend on the name


def dba_groups(draw: Draw) -> Move:
    """A DBA puts somebody into a group or takes them out of one."""
    person = _hired(draw)
    group = draw.of(GROUPS)
    role, name = sql.Identifier(f"stockroom_{group}"), sql.Identifier(person.name)
    if group in person.groups:
        query = sql.SQL("revoke {} from {} granted by stockroom_people").format(role, name)
        change = person.groups.discard
    else:
        query = sql.SQL(
            "grant {} to {} with inherit true, set false granted by stockroom_people"
        ).format(role, name)
        change = person.groups.add
    return Move(
        "DBA changes groups", None, query, lambda: None, lambda _: change(group), (person.name,)
    )


def disable(draw: Draw) -> Move:
    """An admin ends somebody's access."""
    company = draw.book.company
    by, person = draw.someone("admin"), _hired(draw)

    def expected() -> str | None:
        sight = draw.sight(by)
        if not sight.may_call("disable_user"):
            return DENIED
        if not sight.known:
            return "IN006"
        if company.is_last_admin(person.name):
            return "IN015"
        return "IN014" if person.disabled else None

    def done(_: Any) -> None:
        person.disabled, person.can_login = True, False
        for session in person.sessions:
            session.shut = True

    return Move(
        "disable",
        by,
        called("disable_user", {"person": person.name}),
        expected,
        done,
        (person.name,),
    )


def enable(draw: Draw) -> Move:
    """An admin lets somebody in again whose access was ended."""
    by, person = draw.someone("admin"), _hired(draw)

    def expected() -> str | None:
        sight = draw.sight(by)
        if not sight.may_call("enable_user"):
            return DENIED
        if not sight.known:
            return "IN006"
        return None if person.disabled else "IN015"

    def done(_: Any) -> None:
        person.disabled, person.can_login = False, True

    query = called("enable_user", {"person": person.name})
    return Move("enable", by, query, expected, done, (person.name,))


def set_groups(draw: Draw) -> Move:
    """An admin puts somebody into other groups; nobody changes their own."""
    by, person = draw.someone("admin"), _hired(draw)
    groups = draw.random.sample(GROUPS, draw.of((1, 1, 2)))

    def expected() -> str | None:
        sight = draw.sight(by)
        if not sight.may_call("set_groups"):
            return DENIED
        if not sight.known:
            return "IN006"
        if by == person.name:
            return "IN015"
        return "IN014" if groups == ["cost"] else None

    def done(_: Any) -> None:
        person.groups = set(groups)

    query = called("set_groups", {"person": person.name, "groups": groups})
    return Move("set groups", by, query, expected, done, (person.name,))


def dba_enables(draw: Draw) -> Move:
    """A DBA lets somebody in again."""
    person = _hired(draw)
    query = text("update auth.people set disabled_at = null where person = {}; ", person.name)
    login = sql.SQL("alter role {} login").format(sql.Identifier(person.name))

    def done(_: Any) -> None:
        person.disabled, person.can_login = False, True

    return Move("DBA enables", None, query + login, lambda: None, done, (person.name,))


def dba_login(draw: Draw) -> Move:
    """A DBA says NOLOGIN, or LOGIN again."""
    person = _hired(draw)
    word = sql.SQL("nologin" if person.can_login else "login")
    query = sql.SQL("alter role {} {}").format(sql.Identifier(person.name), word)

    def done(_: Any) -> None:
        person.can_login = not person.can_login

    return Move("DBA changes login", None, query, lambda: None, done, (person.name,))


def dba_ends(draw: Draw) -> Move:
    """A DBA sets when somebody's access, or a temporary group of theirs, ends."""
    person, until = _hired(draw), draw.until()
    column, name = draw.of((("valid_until", "until"), ("groups_end_at", "groups_until")))
    query = text(f"update auth.people set {column} = {{}} where person = {{}}", until, person.name)
    return Move(
        "DBA sets an end", None, query, lambda: None, lambda _: setattr(person, name, until),
        (person.name,),
    )  # fmt: skip


# Sessions


def sign_in(draw: Draw) -> Move:
    """Somebody signs in on their own login, as the web does for them."""
    person = draw.book.company.people[draw.someone()]

    def expected() -> str | None:
        sight = draw.sight(person.name)
        if not sight.may_call("open_session"):
            return DENIED
        return None if sight.known and person.kind == "person" else "IN006"

    def done(cursor: Any) -> None:
        person.sessions.append(Session(cursor.fetchone()[0]))

    query = sql.SQL("select auth.open_session()")
    return Move("sign in", person.name, query, expected, done, (person.name,), own_login=True)


def sign_out(draw: Draw) -> Move:
    """Somebody signs out; on their own login there is no session to close."""
    person = draw.book.company.people[draw.someone()]

    def expected() -> str | None:
        return None if draw.sight(person.name).may_call("close_session") else DENIED

    def done(_: Any) -> None:
        person.sessions[-1].shut = True

    query = sql.SQL("select auth.close_session()")
    return Move("sign out", person.name, query, expected, done, (person.name,), own_login=False)


def dba_sessions(draw: Draw) -> Move:
    """A DBA revokes a session, or lets it end soon."""
    person = draw.of_person([p for p in draw.book.company.people.values() if p.sessions])
    session = person.sessions[-1]
    where = "where token_hash = sha256(convert_to({}, 'UTF8'))"
    until = draw.until()
    if until is None:
        query = text(f"update auth.sessions set revoked_at = now() {where}", session.token)
    else:
        query = text(f"update auth.sessions set expires_at = {{}} {where}", until, session.token)

    def done(_: Any) -> None:
        if until is None:
            session.shut = True
        else:
            session.ends_at = until

    return Move("DBA ends a session", None, query, lambda: None, done, (person.name,))


def pretend(draw: Draw) -> Move:
    """SQL injected into somebody's page becomes another's companion: it sees nothing at all."""
    company = draw.book.company
    person, other = draw.someone(), draw.of(company.people)
    can = sorted(
        view for view in ("items", "stock_on_hand", "locations", "people", "changes")
        if draw.sight(other).may_select(view)
    )  # fmt: skip
    counts = " + ".join(f"(select count(*) from api.{view})" for view in can) or "0"

    def done(cursor: Any) -> None:
        seen = cursor.fetchone()[0]
        assert person == other or seen == 0, f"{person} saw {seen} rows as {other}"

    return Move(
        "pretend", person, sql.SQL(f"select {counts}"), lambda: None, done, own_login=False,
        companion=f"web_{other}",
    )  # fmt: skip


# The tree


def new_place(draw: Draw) -> Move:
    """Somebody makes a place below another."""
    company = draw.book.company
    person = draw.someone("manager", "admin")
    parent = draw.place(draw.sight(person).places)
    inner = KINDS[KINDS.index(company.locations[parent].kind) + 1 :]
    kind = draw.of(KINDS[1:] if draw.one_in(8) or not inner else inner)
    draw.made += 1
    code = f"P{draw.made}"

    def expected() -> str | None:
        return _keeps(draw, person, parent, None, kind)

    query = text(
        "insert into inventory.locations (code, name, kind, parent_id) "
        "values ({}, {}, {}, inventory.location_of({}))",
        code, code, kind, parent,
    )  # fmt: skip
    return Move(
        "new place", person, query, expected,
        lambda _: company.add_place(code, parent, kind), tuple(company.people),
        tables=("inventory.locations",),
    )  # fmt: skip


def _keeps(draw: Draw, person: str, parent: str, place: str | None, kind: str) -> str | None:
    """What comes of putting a place (null: a new one) of a kind below another."""
    company, sight = draw.book.company, draw.sight(person)
    if not sight.groups & {"manager", "admin"}:
        return DENIED
    # PostgreSQL asks for the new parent only where there is a row to change.
    if place is not None and place not in (
        sight.everywhere if sight.is_any("admin") else sight.manages
    ):
        return NOTHING
    if parent not in sight.names:
        return "IN014"
    above = company.locations[parent].kind
    order = KINDS.index(above), KINDS.index(kind)
    if order[0] >= order[1] and (above, kind) not in (("region", "region"), ("zone", "zone")):
        return "IN015"
    if not (sight.is_any("admin") or parent in sight.manages):
        return DENIED
    return "IN015" if place is not None and parent in company.below(place) else None


def move_place(draw: Draw) -> Move:
    """A place goes below another, with all within it."""
    company, ledger = draw.book.company, draw.book.ledger
    person = draw.someone("manager", "admin")
    place = draw.of([code for code, kept in company.locations.items() if kept.parent])
    fitting = [
        code for code, kept in company.locations.items()
        if KINDS.index(kept.kind) < KINDS.index(company.locations[place].kind)
    ]  # fmt: skip
    parent = draw.of(company.locations if draw.one_in(6) else fitting)

    def expected() -> str | None:
        return _keeps(draw, person, parent, place, company.locations[place].kind)

    def done(_: Any) -> None:
        before = company.locations[place].parent
        company.locations[place].parent = parent
        company.tree_changed()
        if before != parent:
            ledger.tree_moved(lambda at: {before, parent} & company.below(at))

    query = text(
        "update inventory.locations set parent_id = inventory.location_of({}) where code = {}",
        parent, place,
    )  # fmt: skip
    return Move(
        "move place", person, query, expected, done, tuple(company.people),
        tables=("inventory.locations",),
    )  # fmt: skip


def close_place(draw: Draw) -> Move:
    """A place closes while it is empty, or opens again."""
    company, ledger = draw.book.company, draw.book.ledger
    person = draw.someone("manager", "admin")
    code = draw.of(company.locations)
    place = company.locations[code]
    closes = not place.retired

    def expected() -> str | None:
        sight = draw.sight(person)
        if not sight.groups & {"manager", "admin"}:
            return DENIED
        if code not in (sight.everywhere if sight.is_any("admin") else sight.manages):
            return NOTHING
        if not (sight.is_any("admin") or place.parent in sight.manages):
            return DENIED
        holds = any(n and at == code for (_, at, _), n in ledger.levels.items())
        return "IN015" if closes and holds else None

    def done(_: Any) -> None:
        place.retired = closes

    when = sql.SQL("now()" if closes else "null")
    query = sql.SQL("update inventory.locations set retired_at = {} where code = {}")
    return Move(
        "close place" if closes else "open place", person,
        query.format(when, sql.Literal(code)), expected, done,
        tables=("inventory.locations",),
    )  # fmt: skip


# Items


def new_item(draw: Draw) -> Move:
    """Somebody makes an item."""
    company = draw.book.company
    person = draw.someone("manager")
    draw.made += 1
    sku, name = f"ITEM{draw.made}", f"Thing {draw.made}"
    item = {"sku": sku, "name": name, "category": "PARTS", "unit": "ea"}

    def expected() -> str | None:
        sight = draw.sight(person)
        if not sight.may_call("create_item"):
            return DENIED
        return None if sight.known else "IN014"

    return Move(
        "new item", person, called("create_item", {"item": item}), expected,
        lambda _: company.add_item(sku, name, "PARTS", "ea", 0),
        tables=("inventory.items",),
    )  # fmt: skip


def edit_item(draw: Draw) -> Move:
    """Somebody gives an item another name, from the version they read or an older one."""
    items = draw.book.company.items
    person, sku = draw.someone("manager"), draw.of(draw.book.company.items)
    draw.made += 1
    name = f"{sku.title()} {draw.made}"
    version = items[sku].version - draw.one_in(8)

    def expected() -> str | None:
        sight = draw.sight(person)
        if not sight.may_call("edit_item"):
            return DENIED
        if not sight.known:
            return "IN014"
        return None if version == items[sku].version else "IN011"

    def done(_: Any) -> None:
        items[sku].name, items[sku].version = name, version + 1

    given = {"sku": sku, "changes": {"name": name}, "version": version}
    return Move(
        "edit item", person, called("edit_item", given), expected, done,
        tables=("inventory.items",),
    )  # fmt: skip


def remove_item(draw: Draw) -> Move:
    """An item that never moved is deleted, one without stock retires, and its ranges go."""
    book = draw.book
    items, ledger = book.company.items, book.ledger
    person, sku = draw.someone("manager"), draw.of(book.company.items)
    moved = any(item == sku for item, _, _ in ledger.levels)

    def expected() -> str | None:
        sight = draw.sight(person)
        if not sight.may_call("remove_item"):
            return DENIED
        if not sight.known or items[sku].retired:
            return "IN014"
        return "IN015" if any(n for level, n in ledger.levels.items() if level[0] == sku) else None

    def done(_: Any) -> None:
        for at in [at for item, at in ledger.thresholds if item == sku]:
            ledger.remove_threshold(sku, at)
            book.changes["inventory.thresholds"] += 1
        if moved:
            items[sku].retired, items[sku].version = True, items[sku].version + 1
        else:
            del items[sku]
            ledger.alerts = [alert for alert in ledger.alerts if alert.item != sku]
            for lot in [lot for lot in ledger.lots if lot[0] == sku]:
                del ledger.lots[lot]

    given = {"sku": sku, "version": items[sku].version}
    return Move(
        "remove item", person, called("remove_item", given), expected, done,
        tables=("inventory.items",),
    )  # fmt: skip


# Subscriptions


def subscribe(draw: Draw) -> Move:
    """Somebody asks to be told, or wants others to be."""
    company = draw.book.company
    by = draw.someone("viewer", "auditor")
    person, group = draw.of_weighted(
        ((by, None), 3), ((draw.someone(), None), 1), ((None, "staff"), 1)
    )
    place = draw.of((None, draw.place(draw.sight(by).places)))
    severity = draw.of(SEVERITIES)

    def expected() -> str | None:
        sight = draw.sight(by)
        if not sight.groups & {"viewer", "auditor"}:
            return DENIED
        if place is not None and place not in sight.names:
            return "IN014"
        return None if sight.may_subscribe(person, place) else DENIED

    at = text("inventory.location_of({})", place) if place else sql.SQL("null")
    query = sql.SQL(
        "insert into inventory.subscriptions (person, group_name, location_id, minimum_severity) "
        "values ({}, {}, {}, {})"
    ).format(sql.Literal(person), sql.Literal(group), at, sql.Literal(severity))
    return Move(
        "subscribe", by, query, expected,
        lambda _: company.subscriptions.append((person, group, place, severity)),
        tables=("inventory.subscriptions",),
    )  # fmt: skip


MOVES: dict[str, tuple[Callable[[Draw], Move], int]] = {
    "post": (post, 16),
    "reverse": (reverse, 4),
    "post again": (post_again, 4),
    "set range": (set_range, 4),
    "remove range": (remove_range, 1),
    "grant": (grant, 9),
    "revoke": (revoke, 5),
    "DBA grants": (dba_grants, 6),
    "hire": (hire, 1),
    "DBA groups": (dba_groups, 4),
    "disable": (disable, 2),
    "enable": (enable, 2),
    "DBA enables": (dba_enables, 1),
    "set groups": (set_groups, 4),
    "DBA login": (dba_login, 1),
    "DBA ends": (dba_ends, 3),
    "sign in": (sign_in, 4),
    "sign out": (sign_out, 1),
    "DBA sessions": (dba_sessions, 2),
    "pretend": (pretend, 2),
    "new place": (new_place, 2),
    "move place": (move_place, 3),
    "close place": (close_place, 3),
    "new item": (new_item, 1),
    "edit item": (edit_item, 2),
    "remove item": (remove_item, 2),
    "subscribe": (subscribe, 3),
}


def possible(draw: Draw, kind: str) -> bool:
    """Whether there is anything to do it to."""
    book = draw.book
    if kind == "reverse":
        return bool(book.ledger.documents)
    if kind == "post again":
        return bool(draw.requests)
    if kind == "remove range":
        return bool(book.ledger.thresholds)
    if kind == "remove item":
        return len(book.company.items) > 1  # the last one stays, to be looked at
    return True
