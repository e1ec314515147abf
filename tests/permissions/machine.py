"""Moves at random: each is judged by the rule book and made in Postgres, and then people look."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from time import perf_counter
from typing import Any, ClassVar

import psycopg
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests import company
from tests.conftest import Database, drop
from tests.model import expect
from tests.model.ledger import Ledger
from tests.model.parts import Refused
from tests.permissions import sights
from tests.permissions.doors import Doors
from tests.permissions.moves import DENIED, MOVES, NOTHING, VERIFIER, Draw, Move, possible
from tests.permissions.sights import Book
from tests.permissions.world import Company, Person, Session

SESSION_OVER = "IN401"
RUN = 400  # moves in one run, each on a new database
SWEEP = 100  # after so many moves everybody looks at everything, through both doors
HIRED = (["staff"], ["manager"], ["auditor", "viewer"], ["viewer", "admin"])


@dataclass
class Template:
    """The company whose people are signed in, and what the audit had written by then."""

    database: Database
    tokens: dict[str, str]
    changes: Counter[str]


def make_template(
    company_template: str, new_database: Callable[[str | None], Database], fault: str = ""
) -> Template:
    """A copy of the company in which everybody is signed in; `fault` is SQL that breaks a rule."""
    made = new_database(company_template)
    made.passwords.update(dict.fromkeys(company.PEOPLE, company.PASSWORD))
    tokens = {}
    for person, (groups, _) in company.PEOPLE.items():
        if groups != ["reporting"]:
            with psycopg.connect(made.dsn(person), autocommit=True) as db:
                tokens[person] = db.execute("select auth.open_session()").fetchone()[0]
    with psycopg.connect(made.dsn(), autocommit=True) as db:
        VERIFIER[0] = company.verifier(db, "anybody")
        db.execute("update auth.sessions set idle_limit = '1 day'")
        db.execute("alter table auth.sessions alter column idle_limit set default '1 day'")
        rows = db.execute("select table_name, count(*) from audit.changes group by 1").fetchall()
        if fault:
            db.execute(fault)
    changes = Counter({table: n for table, n in rows if table in sights.AUDITED})
    return Template(made, tokens, changes)


@dataclass
class Arena:
    """What the runs share: where their databases come from, and counts of what was done."""

    template: Template
    new_database: Callable[[str | None], Database]
    moves: int = 0
    looks: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)


class RightsMachine(RuleBasedStateMachine):
    """One run: a new database, the company as it began, and four people hired for this run."""

    arena: ClassVar[Arena]

    def __init__(self) -> None:
        super().__init__()
        begun = perf_counter()
        template = self.arena.template
        self.company = Company()
        self.book = Book(self.company, Ledger(self.company), Counter(template.changes))
        self.draw = Draw(self.book, Random(0))
        self.doors = Doors(self.arena.new_database(template.database.name))
        self.turn = self.page = 0
        for name, token in template.tokens.items():
            self.company.people[name].sessions.append(Session(token))
        for number, groups in enumerate(HIRED):
            self.hire(f"t_{number}", groups)
        self.arena.seconds["setting up"] += perf_counter() - begun

    def hire(self, name: str, groups: list[str]) -> None:
        """Somebody whose groups and login may change: they are gone with the run."""
        self.doors.as_dba(
            "select api.create_user(person => %s, name => %s, groups => %s, verifier => %s, "
            "email => %s)",
            [name, name, groups, VERIFIER[0], f"{name}@example.com"],
        )
        self.company.people[name] = Person(name, set(groups), hired=True)
        _, cursor = self.doors.ask(name, "select auth.open_session()")
        self.company.people[name].sessions.append(Session(cursor.fetchone()[0]))

    def teardown(self) -> None:
        """Everybody looks once more; the ledger proves itself."""
        begun = perf_counter()
        try:
            self.sweep()
            assert self.doors.as_dba("select * from api.prove()").fetchall() == []
        finally:
            self.doors.close()
            drop(self.doors.database)
            self.arena.seconds["ends of runs"] += perf_counter() - begun

    # A move

    @rule(
        kind=st.sampled_from([kind for kind, (_, weight) in MOVES.items() for _ in range(weight)]),
        seed=st.integers(0, 2**32 - 1),
    )
    def move(self, kind: str, seed: int) -> None:
        """Something is done, refused or accepted as the rules say; then people look."""
        if not possible(self.draw, kind):
            return
        self.draw.random = Random(seed)
        self.company.now = datetime.now(UTC)
        begun = perf_counter()
        move = MOVES[kind][0](self.draw)
        outcome = self.make(move)
        self.settle_alerts()
        self.arena.seconds["moves"] += perf_counter() - begun
        self.arena.moves += 1
        self.arena.outcomes[f"{move.name}: {outcome}"] += 1
        self.look_around(move)

    def make(self, move: Move) -> str:
        """Make it in Postgres; what comes of it must be what the rules say."""
        token, companion = self.door(move)
        said, now, cursor = None, None, None
        who = (move.person or "a DBA") + (" through the web" if token else "")
        note(f"{move.query.as_string(self.doors.dba)};  -- {who}")
        before = datetime.now(UTC)
        try:
            if move.person is None:
                now, cursor = before, self.doors.as_dba(move.query)
            else:
                now, cursor = self.doors.ask(move.person, move.query, token, companion)
        except psycopg.Error as error:
            said = error
        after = datetime.now(UTC)
        expected = self.judge(move, token, now or before)
        if said is not None and not same(said, expected):
            expected = self.judge(move, token, after)  # a grant may have ended since `before`
        agree(said, expected, cursor)
        if said is None and expected != NOTHING:
            self.book.changes.update(move.tables)
            move.done(cursor)
        self.keep_doors(move)
        return "done" if expected is None else str(getattr(expected, "state", expected))

    def door(self, move: Move) -> tuple[str | None, str | None]:
        """The token of the web session it is made with, null for the own login; as whom."""
        if move.person is None:
            return None, None
        sessions = self.company.people[move.person].sessions
        own = move.own_login
        if own is None:
            own = not sessions or bool(self.draw.random.getrandbits(1))
        if not own and not sessions:
            return "no session at all", move.companion
        return (None if own else sessions[-1].token), move.companion

    def judge(self, move: Move, token: str | None, now: datetime) -> str | Refused | None:
        """What must come of a move at an instant: first whether they get in, then the rules."""
        self.company.now = now
        if move.person is None or move.companion:
            return move.expected()
        person = self.company.people[move.person]
        if token is None:
            return move.expected() if self.comes_in(person) else "no login"
        return move.expected() if self.session_lives(person, now) else SESSION_OVER

    def session_lives(self, person: Person, now: datetime) -> bool:
        """Whether the web lets somebody's newest session in."""
        lives = bool(person.sessions) and person.sessions[-1].lives(now)
        return lives and person.can_login and person.has_access(now)

    def keep_doors(self, move: Move) -> None:
        """Who may not log in any more has no open connection: the server, or we, ended it."""
        for name in move.touches:
            person = self.company.people.get(name)
            if person is not None and not person.can_login:
                self.doors.shut(name)

    def settle_alerts(self) -> None:
        """Who was told of the alerts that were opened just now."""
        for alert in self.book.ledger.alerts:
            if alert.told is None:
                told = self.company.told(alert.item, alert.location, alert.severity)
                alert.told = frozenset(told)

    # Looking

    def comes_in(self, person: Person) -> bool:
        """Whether the server lets them in: a database is entered by its groups, cost is none."""
        return person.can_login and (
            person.name in self.doors.own or bool(person.groups - {"cost"})
        )

    def look_around(self, move: Move) -> None:
        """One whom it concerns looks, and the next in turn; now and then everybody does."""
        begun = perf_counter()
        people = list(self.company.people)
        self.turn += 1
        concerned = [name for name in (*move.touches, move.person) if name in people]
        if concerned:
            name = self.draw.random.choice(concerned)
            self.look(name, own=self.draw.one_in(2))
            if self.turn % 2:
                self.look_at_a_page(name)
        rounds, place = divmod(self.turn, len(people))
        self.look(people[place], own=rounds % 2 == 0, halves=(rounds // 2 % 2,))
        self.arena.seconds["looks"] += perf_counter() - begun
        if self.turn % SWEEP == 0:
            self.sweep()

    def sweep(self) -> None:
        """Everybody looks at everything, through both doors."""
        begun = perf_counter()
        for name in self.company.people:
            self.look(name, own=True)
            self.look(name, own=False)
            self.look_at_a_page(name)
        self.arena.seconds["sweeps"] += perf_counter() - begun

    def look(self, name: str, own: bool, halves: tuple[int, ...] = (0, 1)) -> None:
        """All that a person is shown is what the rules say, and the rest is denied to them."""
        person = self.company.people[name]
        if not (self.comes_in(person) if own else person.sessions):
            return
        token = None if own else person.sessions[-1].token
        may = sights.may_ask(self.company.sight(name))
        views = tuple(part for part in may if part not in sights.PAGES)
        for half in halves:
            self.see(name, views[half::2], token)
        if len(halves) == 2:
            self.look_for_more(name, may, token)

    def look_at_a_page(self, name: str) -> None:
        """The next page in turn; each person looks at pages through one door, of two in turn."""
        person = self.company.people[name]
        own = not person.sessions or list(self.company.people).index(name) % 2 == 0
        pages = [part for part in sights.may_ask(self.company.sight(name)) if part in sights.PAGES]
        if not pages or (own and not self.comes_in(person)):
            return
        self.page += 1
        token = None if own else person.sessions[-1].token
        self.see(name, (pages[self.page % len(pages)],), token)

    def see(self, name: str, parts: tuple[str, ...], token: str | None) -> None:
        """Somebody is shown these parts, as the rules say; or their session is over."""
        person, before = self.company.people[name], datetime.now(UTC)
        self.doors.plan_anew(name, self.company.sight(name).groups)
        self.book.sku = self.draw.of(self.company.items)
        self.book.search = self.draw.search()
        try:
            given = self.book.sku, self.book.search
            now, found = self.doors.see(name, sights.query(parts), token, given)
        except psycopg.Error as error:
            self.missed(name, parts, token, before, error)
            return
        lives = token is None or self.session_lives(person, now)
        assert lives, f"{name}'s session is open, and should be over"
        self.company.now = now
        sight = self.company.sight(name, now)
        wrong = sights.differences(self.book, sight, found)
        door = "the web" if token else "their own login"
        assert not wrong, f"{name} ({', '.join(sorted(sight.groups))}) through {door}: {wrong}"
        self.arena.looks += len(parts)

    def missed(
        self,
        name: str,
        parts: tuple[str, ...],
        token: str | None,
        before: datetime,
        error: psycopg.Error,
    ) -> None:
        """A question was refused, as the rules say: before it was asked, or since."""
        instants = (before, datetime.now(UTC))
        if error.sqlstate == SESSION_OVER and token is not None:
            person = self.company.people[name]
            refused = not all(self.session_lives(person, at) for at in instants)
        elif error.sqlstate == "IN012":
            sights_then = [self.company.sight(name, at) for at in instants]
            refused = any(sights.is_search_refused(self.book, sight) for sight in sights_then)
        elif error.sqlstate == "IN014":  # nobody's item
            refused = not all(self.company.sight(name, at).known for at in instants)
        else:
            refused = False
        about = (self.book.sku, self.book.search)
        assert refused, f"{name} at {parts} {about}: {error.sqlstate} {error}"

    def look_for_more(self, name: str, may: tuple[str, ...], token: str | None) -> None:
        """One of the parts that are not for this person is denied."""
        denied = [part for part in sights.PARTS if part not in may]
        if not denied:
            return
        said, part = None, denied[self.turn % len(denied)]
        try:
            self.doors.see(name, sights.query((part,)), token, ("APPLE", "apple"))
        except psycopg.Error as error:
            said = error
        assert said is not None, f"{name} may ask for {part}"
        assert said.sqlstate in (DENIED, SESSION_OVER), f"{name} at {part}: {said}"


def same(said: psycopg.Error, expected: str | Refused | None) -> bool:
    """Whether an error is the one expected."""
    if isinstance(expected, Refused):
        return said.sqlstate == expected.state
    return expected == (said.sqlstate or "no login")


def agree(said: psycopg.Error | None, expected: str | Refused | None, cursor: Any) -> None:
    """What came of a move is what the rules say, bad lines and all."""
    if said is None:
        assert expected in (None, NOTHING), f"accepted, and should be {expected}"
        found = cursor.rowcount != 0
        assert found == (expected is None), f"{cursor.rowcount} rows, and should be {expected}"
        return
    assert same(said, expected), f"should be {expected}, and was {said.sqlstate}: {said}"
    if isinstance(expected, Refused):
        expect.refusal(said, expected)
