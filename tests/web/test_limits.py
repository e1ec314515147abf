"""What is too much: refused soon, in bounded memory, while others are served. The web runs as its
own process here, so that its memory is its own."""

import gzip
import json
import os
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from ops.places import free_port
from ops.web_probe import answer_time
from tests.conftest import Database, drop, first_port
from tests.web import raw
from tests.web.conftest import Site
from web import http

HOME = Path(__file__).parents[2]
READY_SECONDS = 20.0
# Seconds of the process's own work, whatever else the machine does.
MOST_WORK = 2.0
MOST_MEMORY = 60_000_000  # bytes more than before: a body of the largest size, read and parsed
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
PARTS = "multipart/form-data; boundary=b"


@dataclass
class Served:
    """A web process."""

    base: str
    process: psutil.Process

    def memory(self) -> int:
        """Bytes that it holds."""
        return self.process.memory_info().rss

    def work(self) -> float:
        """Seconds that it has worked."""
        spent = self.process.cpu_times()
        return spent.user + spent.system


@pytest.fixture(scope="module")
def served(
    company_template: str, new_database: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The company, served by a process of its own."""
    database: Database = new_database(company_template)
    port, data = free_port(first_port() + 300), tmp_path_factory.mktemp("data")
    environment = os.environ | {
        "STOCKROOM_PORT": str(port), "STOCKROOM_DATA": str(data),
        "DATABASE_URL_WEB": database.dsn("stockroom_web"),
    }  # fmt: skip
    running = subprocess.Popen([sys.executable, "-m", "web"], env=environment, cwd=HOME)
    base, until = f"http://127.0.0.1:{port}", time.monotonic() + READY_SECONDS
    try:
        while answer_time(f"{base}/readyz") is None:
            assert time.monotonic() < until, "the web does not start"
            time.sleep(0.1)
        yield Served(base, psutil.Process(running.pid))
    finally:
        running.terminate()
        running.wait(15)
        drop(database)


def post(kind: str, *lines: str, to: str = "/sign-in") -> bytes:
    """The head of a form's or a program's request."""
    return raw.head("POST", to, "Sec-Fetch-Site: same-origin", f"Content-Type: {kind}", *lines)


def whole(kind: str, body: bytes, *lines: str) -> tuple[bytes, ...]:
    """A request with its body, of the length that it says."""
    return post(kind, f"Content-Length: {len(body)}", *lines), body


def chunks(kind: str, count: int, size: int, *lines: str, body: bytes = b"") -> tuple[bytes, ...]:
    """A request whose length nobody says."""
    one = body or b"x" * size
    piece = f"{len(one):x}\r\n".encode() + one + b"\r\n"
    return post(kind, "Transfer-Encoding: chunked", *lines), *[piece] * count, b"0\r\n\r\n"


def bomb(layers: int = 1) -> bytes:
    """200 MB of the same letter, packed."""
    packed = b"".join(_packed(200))
    return gzip.compress(packed) if layers > 1 else packed


def _packed(megabytes: int) -> Iterator[bytes]:
    packer = zlib.compressobj(9, wbits=31)
    for _ in range(megabytes):
        yield packer.compress(b"a" * 1_000_000)
    yield packer.flush()


def parts(count: int, name: str) -> bytes:
    """So many parts, each a file or a field."""
    one = f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\nx\r\n'.encode()
    return one * count + b"--b--\r\n"


HUGE = "Content-Length: 10000000000"
ATTACKS: dict[str, tuple[bytes, ...]] = {
    "ten gigabytes are announced": (post(FORM, HUGE), b"person=x"),
    "ten gigabytes of JSON are announced": (post(JSON, HUGE), b"{"),
    "a form of 20 MB": whole(FORM, b"person=" + b"x" * 20_000_000),
    "JSON of 20 MB": whole(JSON, b'{"person":"' + b"x" * 20_000_000 + b'"}'),
    "a form without an end": chunks(FORM, 400, 65_000),
    "JSON without an end": chunks(JSON, 400, 65_000),
    "chunks of one byte": chunks(FORM, 5_000, 1),
    "a gzip bomb": whole(FORM, bomb(), "Content-Encoding: gzip"),
    "a gzip bomb of JSON": whole(JSON, bomb(), "Content-Encoding: gzip"),
    "a gzip bomb in a gzip bomb": whole(FORM, bomb(2), "Content-Encoding: gzip, gzip"),
    "a bomb by deflate": whole(FORM, zlib.compress(b"a" * 50_000_000), "Content-Encoding: deflate"),
    "what is no gzip": whole(FORM, b"x" * 1000, "Content-Encoding: gzip"),
    "a million fields": whole(FORM, b"a=&" * 660_000),
    "a field of many names": whole(FORM, b"&".join(b"a%d=" % n for n in range(200_000))),
    "percent signs": whole(FORM, b"person=" + b"%" * 1_900_000),
    "many parts": whole(PARTS, parts(25_000, "a")),
    "many files": whole(PARTS, parts(25_000, 'a"; filename="f')),
    "a part without an end": whole(PARTS, b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n'
                                   + b"x" * 1_900_000),
    "a part with a huge header": whole(PARTS, b"--b\r\nX: " + b"x" * 1_900_000),
    "a part with many headers": whole(PARTS, b"--b\r\n" + b"X: y\r\n" * 300_000),
    "parts in parts": whole(
        PARTS, b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" * 9000),
    "a boundary of many letters": whole(
        "multipart/form-data; boundary=" + "b" * 5000, parts(9, "a")),
    "no boundary": whole("multipart/form-data", parts(9, "a")),
    "deep JSON": whole(JSON, b"[" * 1_900_000),
    "deep JSON, closed": whole(JSON, b'{"a":' * 300_000 + b"1" + b"}" * 300_000),
    "a number of many digits": whole(JSON, b'{"a":' + b"9" * 1_900_000 + b"}"),
    "a power of ten": whole(JSON, b'{"person":1e999999999,"password":1e-999999999}'),
    "many keys": whole(JSON, json.dumps({f"k{n}": n for n in range(120_000)}).encode()),
    "many surrogates": whole(JSON, b'{"a":"' + b"\\ud800" * 300_000 + b'"}'),
    "a header of 1 MB": (raw.head("GET", "/sign-in", "X: " + "x" * 1_000_000),),
    "ten thousand headers": (raw.head("GET", "/sign-in", *["X: y"] * 10_000),),
    "a long address": (raw.head("GET", "/sign-in?next=" + "x" * 1_000_000),),
    "many cookies": (raw.head("GET", "/sign-in", "Cookie: " + "a=b; " * 1_500),),
    "many hops": (raw.head("GET", "/sign-in", "X-Forwarded-For: " + "1.2.3.4," * 900),),
    "many kinds": (raw.head("GET", "/sign-in", "Accept: " + "a/b;q=0.1," * 800),),
    "a range": (raw.head("GET", "/sign-in", "Range: bytes=" + "0-," * 2_000),),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
async def test_too_much_is_refused_soon(served: Served, attack: str) -> None:
    """An answer below 500, or the connection's end; little work, little memory, others served."""
    before, worked = served.memory(), served.work()
    told = await raw.send(served.base, *ATTACKS[attack])
    assert told.status < 500, told
    assert served.work() - worked < MOST_WORK
    assert served.memory() - before < MOST_MEMORY
    assert (await raw.send(served.base, raw.head("GET", "/healthz"))).status == 200


SLOW = {
    "a body that never comes": (post(FORM, "Content-Length: 100"), b"person=x"),
    "JSON that never ends": (post(JSON, "Content-Length: 100"), b"{"),
    "a letter now and then": (post(FORM, "Content-Length: 1000"), *[b"x"] * 60),
    "a chunk longer than it says": (post(FORM, "Transfer-Encoding: chunked"), b"5\r\nxxxxxxx\r\n"),
    "a chunk of no size": (post(FORM, "Transfer-Encoding: chunked"), b"zz\r\n\r\n"),
    "a chunk of any size": (post(FORM, "Transfer-Encoding: chunked"), b"f" * 40 + b"\r\nx"),
}


@pytest.mark.parametrize("attack", SLOW)
async def test_what_is_slow_is_not_waited_for(
    site: Site, attack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "BODY_SECONDS", 1.0)
    began = time.monotonic()
    told = await raw.send(site.base, *SLOW[attack], pause=0.1)
    assert told.status in (400, 408), told
    assert time.monotonic() - began < 5
