"""Clients that do what clients must: keep the key of what they sent until they know the outcome."""

import http.client
import random
import re
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import psycopg
from psycopg.rows import dict_row

from tests.company import PASSWORD
from tests.faults import work
from tests.faults.journal import Entry, Journal
from tests.functions.steps import call, post

PAUSE = 0.02  # seconds between two tries
PATIENCE = 120.0  # seconds for which one document is tried
FORM_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]+)"')
AGAIN = 0.05  # share of acknowledged documents that are sent once more all the same
# No connection, a server that ends, a disk that is gone, a conflict: it may work the next time.
GONE = ("08", "57P", "58", "40")
SOON = ("40001", "40P01")


class Unknown(Exception):
    """Sent, and no answer: it may be posted or not."""


class Refused(Exception):
    """It was not posted, and never will be under this key; says the code."""


class SqlClient:
    """A person at psql: signs in over TCP, calls the commands."""

    def __init__(self, person: str, dsn: Callable[[str], str], journal: Journal) -> None:
        self.person = person
        self._dsn = dsn
        self._journal = journal
        self._db: psycopg.Connection | None = None

    def send(self, entry: Entry) -> str:
        """Post a document; answers its id. Raises Unknown or Refused."""
        try:
            return str(self._call(self._connected(), entry)["document"])
        except psycopg.Error as error:
            state = error.sqlstate or ""
            if state == "40P01":
                self._journal.complain(f"deadlock: {error}")
            if state.startswith("IN"):
                raise Refused(state) from error
            if state not in SOON:
                self._leave()
            if state and not state.startswith(GONE):
                self._journal.complain(f"{state} {error}")
            raise Unknown from error

    def _call(self, db: psycopg.Connection, entry: Entry) -> dict[str, Any]:
        if entry.reverses:
            return dict(call(db, "reverse_document", document=uuid.UUID(entry.reverses),
                             idempotency_key=entry.key))  # fmt: skip
        return post(db, entry.kind, entry.lines, entry.key)

    def _connected(self) -> psycopg.Connection:
        if self._db is None:
            self._db = psycopg.connect(
                self._dsn(self.person), autocommit=True, row_factory=dict_row, connect_timeout=5
            )
        return self._db

    def _leave(self) -> None:
        if self._db is not None:
            self._db.close()
        self._db = None


class WebClient:
    """A browser: signs in once, sends forms with the key that they were rendered with."""

    def __init__(self, person: str, port: int, journal: Journal) -> None:
        self.person = person
        self._port = port
        self._journal = journal
        self._cookie = self._token = ""

    def send(self, entry: Entry) -> str:
        """Post a form; answers the id of the document it leads to. Raises Unknown or Refused."""
        if not self._token:
            self._sign_in()
        status, headers, text = self._ask("POST", *self._form(entry))
        if status == 303 and "/documents/" in headers.get("Location", ""):
            return headers["Location"].split("/documents/")[1][:36]
        if status in (409, 422):
            raise Refused(str(status))
        if status in (502, 503):
            raise Unknown
        self._journal.complain(f"the web answered {status}: {text[:300]}")
        raise Unknown

    def _form(self, entry: Entry) -> tuple[str, list[tuple[str, str]]]:
        """Address and fields, as the page has them."""
        head = [("form_token", self._token)]
        if entry.reverses:
            key = ("idempotency_key", str(entry.key))
            return f"/reverse_document/{entry.reverses}", [*head, key, ("note", "")]
        fields = [("document.idempotency_key", str(entry.key))]
        for line in entry.lines:
            empty = {"lot": "", "unit": "", "note": ""}
            if entry.kind == "receipt":
                empty |= {"unit_cost": "", "expires_on": ""}
            fields += [(name, str(value)) for name, value in {**empty, **line}.items()]
        return f"/post_{entry.kind}", [*head, *fields, ("do", "post")]

    def _sign_in(self) -> None:
        said = [("person", self.person), ("password", PASSWORD)]
        status, headers, text = self._ask("POST", "/sign-in", said)
        if status != 303:
            raise Unknown(f"{status} {text[:300]}")
        self._cookie = headers["Set-Cookie"].split(";")[0]
        token = FORM_TOKEN.search(self._ask("GET", "/items")[2])
        if token is None:
            raise Unknown
        self._token = token[1]

    def _ask(
        self, method: str, path: str, fields: list[tuple[str, str]] | None = None
    ) -> tuple[int, Any, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        headers = {"Sec-Fetch-Site": "same-origin", "Cookie": self._cookie}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, urlencode(fields or []), headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise Unknown from error
        finally:
            connection.close()


@dataclass
class Crowd:
    """Clients at work, each in a thread of its own, until `stop`."""

    clients: list[SqlClient | WebClient]
    journal: Journal
    seed: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)
    _abandoned: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Everybody begins."""
        for number, client in enumerate(self.clients):
            draw = random.Random(self.seed * 1000 + number)
            self._threads.append(threading.Thread(target=self._live, args=(client, draw)))
            self._threads[-1].start()

    def stop(self) -> None:
        """Everybody learns what became of the last document, and ends."""
        self._stop.set()
        for thread in self._threads:
            thread.join(PATIENCE + 30)

    def abandon(self) -> None:
        """Everybody ends at once: the fault could not be mended."""
        self._abandoned.set()
        self.stop()

    def _live(self, client: SqlClient | WebClient, draw: random.Random) -> None:
        mine: list[Entry] = []
        try:
            while not self._stop.is_set():
                entry = work.draw_entry(client.person, draw, mine)
                mine.append(entry)
                self.journal.add(entry)
                self._see_through(client, entry)
                if entry.document and draw.random() < AGAIN:
                    self._see_through(client, entry)
        except Exception as error:  # a client that dies silently would prove nothing
            self.journal.complain(f"a client died: {error!r}")
            raise

    def _see_through(self, client: SqlClient | WebClient, entry: Entry) -> None:
        """Send it under its one key until the outcome is known."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and not self._abandoned.is_set():
            begun = time.monotonic()
            if entry.document is None:
                entry.asked_at = time.time()
            try:
                self.journal.acknowledge(entry, client.send(entry), begun)
                return
            except Refused as refused:
                if entry.document is not None:
                    self.journal.complain(f"key {entry.key}: posted, then refused {refused}")
                entry.refused = str(refused)
                return
            except Unknown:
                entry.unknown += 1
            time.sleep(PAUSE)
