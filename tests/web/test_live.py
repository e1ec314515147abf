"""The stream: ids only, filtered by place, nothing missed; and the load in its short form."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.web import live_proof
from tests.web.conftest import Browser, Site
from web.live import ALERTS_SECONDS, HUB, Hub, News, Watcher
from web.rooms import events

Receive = Callable[..., str]
Event = tuple[str, dict]


class Stream:
    """The events a page hears."""

    def __init__(self) -> None:
        self._heard: asyncio.Queue[Event] = asyncio.Queue()

    def put(self, event: Event) -> None:
        """Note what came."""
        self._heard.put_nowait(event)

    async def next(self, kind: str, seconds: float = 2.0) -> dict:
        """The next event of this kind; fails when none comes in time."""
        async with asyncio.timeout(seconds):
            while True:
                heard, data = await self._heard.get()
                if heard == kind:
                    return data

    async def skus(self, seconds: float = 2.0) -> list[str]:
        """The SKUs of the next change that names any."""
        while True:
            data = await self.next("changed", seconds)
            if data.get("skus"):
                return data["skus"]


@asynccontextmanager
async def listening(browser: Browser) -> AsyncIterator[Stream]:
    """An open page's stream, past its hello."""
    stream = Stream()

    async def read() -> None:
        kind = ""
        async with browser.http.get(browser.base + "/events", timeout=None) as answer:
            assert answer.headers["Content-Type"] == "text/event-stream"
            async for raw in answer.content:
                line = raw.decode().strip()
                if line.startswith("event: "):
                    kind = line[7:]
                elif line.startswith("data: "):
                    stream.put((kind, json.loads(line[6:])))
        stream.put(("end", {}))

    task = asyncio.create_task(read())
    try:
        await stream.next("hello", 5)
        yield stream
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_each_hears_of_their_places_only(site: Site, receive: Receive) -> None:
    main, airport = await site.person("sue_staff"), await site.person("sam_staff")
    async with listening(main) as at_main, listening(airport) as at_airport:
        receive("APPLE", "AIRPORT", 1)
        receive("BOLT-M8", "MAIN-A", 1)
        assert await at_airport.skus() == ["APPLE"]
        assert await at_main.skus() == ["BOLT-M8"]
        with pytest.raises(TimeoutError):
            await at_airport.skus(0.4)


async def test_a_long_transaction_hides_nothing(site: Site, receive: Receive) -> None:
    """Others commit while one is open, and then it commits: each is heard of."""
    browser = await site.person("bob_boss")
    async with listening(browser) as stream:
        with site.database.connect("bob_boss", autocommit=False) as slow:
            slow.execute(
                'select api.post_receipt(lines => \'[{"item": "MILK", "location": "MAIN-B",'
                ' "quantity": 1}]\', idempotency_key => gen_random_uuid())'
            )
            await asyncio.to_thread(receive, "APPLE", "MAIN-A", 1)
            assert await stream.skus() == ["APPLE"]
            slow.commit()
        assert await stream.skus() == ["MILK"]


async def test_what_was_committed_while_it_was_cut_off_is_heard(
    site: Site, receive: Receive
) -> None:
    browser = await site.person("bob_boss")
    async with listening(browser) as stream:
        with site.database.connect() as db:
            db.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where application_name = 'stockroom live' and datname = current_database()"
            )
        receive("APPLE", "MAIN-A", 1)
        assert await stream.skus(5) == ["APPLE"]


async def test_one_poller_while_somebody_watches_and_none_after(site: Site) -> None:
    def pollers() -> int:
        with site.database.connect() as db:
            row = db.execute(
                "select count(*) as n from pg_stat_activity"
                " where application_name = 'stockroom live' and datname = current_database()"
            ).fetchone()
        return int(row["n"])

    browser = await site.person("sue_staff")
    assert pollers() == 0
    async with listening(browser), listening(browser), listening(browser):
        assert pollers() == 1
        assert len(site.app[HUB].watchers) == 3
    for _ in range(80):
        await asyncio.sleep(0.1)
        if not pollers():
            break
    assert pollers() == 0


async def test_an_ended_session_ends_the_stream(
    site: Site, monkeypatch: pytest.MonkeyPatch, receive: Receive
) -> None:
    monkeypatch.setattr(events, "PLACES_SECONDS", 0.0)
    browser = await site.person("sue_staff")
    async with listening(browser) as stream:
        with site.database.connect() as db:
            db.execute("update auth.sessions set revoked_at = now()")
        receive("APPLE", "MAIN-A", 1)
        await stream.next("over", 7)
        await stream.next("end", 7)


async def test_new_places_are_heard_of_without_a_reload(
    site: Site, monkeypatch: pytest.MonkeyPatch, receive: Receive
) -> None:
    monkeypatch.setattr(events, "PLACES_SECONDS", 0.0)
    browser = await site.person("sue_staff")
    async with listening(browser) as stream:
        with site.database.connect() as db:
            db.execute("select api.grant_location('sue_staff', 'AIRPORT')")
        receive("BOLT-M8", "MAIN-A", 1)
        assert await stream.skus() == ["BOLT-M8"]
        heard: list[str] = []
        for _ in range(20):  # the places are read again behind the event, at their own pace
            receive("APPLE", "AIRPORT", 1)
            with contextlib.suppress(TimeoutError):
                heard += await stream.skus(0.5)
                break
        assert heard == ["APPLE"]


async def test_without_a_session_there_is_no_stream(site: Site) -> None:
    browser = await site.visitor()
    assert (await browser.get("/events", allow_redirects=False)).status == 303


ONE = frozenset({1})


def test_more_changes_than_the_answer_holds_mean_everything() -> None:
    watcher = Watcher(ONE)
    watcher.hear(News.of({"changes": [], "more": [1, 2]}, set(), ONE))
    assert '"all": true' in watcher.told()
    many = [{"sku": f"A{n}", "location_id": 1} for n in range(201)]
    watcher.hear(News.of({"changes": many, "more": []}, set(), ONE))
    assert '"all": true' in watcher.told()


def test_nothing_is_heard_of_hidden_places() -> None:
    """Neither what changed, nor that it was much, nor that an alert opened there."""
    for places in (ONE, frozenset[int]()):
        listener = Watcher(places)
        hidden = {"changes": [{"sku": "A", "location_id": 2}] * 5000, "more": [2]}
        listener.hear(News.of(hidden, {2}, places))
        assert not listener.woken.is_set()
    watcher = Watcher(ONE)
    watcher.hear(News.of({"changes": [], "more": []}, {2, 1}, ONE))
    assert json.loads(watcher.told().split("data: ")[1]) == {"skus": [], "alerts": True}


def test_an_alert_that_comes_soon_after_another_is_told_with_the_next() -> None:
    hub, watcher = Hub(""), Watcher(frozenset({1, 2}))
    hub.watchers.add(watcher)
    for place, told in ((1, True), (2, False)):
        hub._tell({"changes": [], "more": [], "alerts": [place]})
        assert watcher.alerts is told
        watcher.told()
    hub._alerts_told -= ALERTS_SECONDS
    hub._tell({"changes": [], "more": [], "alerts": []})
    assert watcher.alerts


async def test_alerts_are_heard_of_at_ones_places(site: Site) -> None:
    main, airport = await site.person("sue_staff"), await site.person("sam_staff")
    with site.database.connect("bob_boss") as bob:
        async with listening(main) as at_main, listening(airport) as at_airport:
            bob.execute("select api.set_threshold('APPLE', 'AIRPORT', 5, null)")
            assert (await at_airport.next("changed"))["alerts"]
            with pytest.raises(TimeoutError):
                await at_main.next("changed", 1)


async def test_rows_asked_for_together_are_asked_once(site: Site, receive: Receive) -> None:
    """And never answered from a snapshot older than the question."""
    browser = await site.person("bob_boss")
    for count in range(1, 6):
        receive("APPLE", "MAIN-A", 1)
        pages = [browser.get("/items/rows?sku=APPLE&sku=MILK") for _ in range(20)]
        for answer in await asyncio.gather(*pages):
            assert f">{count} <" in answer.text
            assert answer.text.count("<tr") == 2


async def test_rows_are_not_shared_between_sessions(site: Site, receive: Receive) -> None:
    receive("APPLE", "MAIN-A", 1)
    receive("APPLE", "AIRPORT", 5)
    people = [await site.person(name) for name in ("sue_staff", "sam_staff", "ada_auditor")]
    asked = [person.get("/items/rows?sku=APPLE") for person in people for _ in range(5)]
    answers = [answer.text for answer in await asyncio.gather(*asked)]
    for text, count in zip(answers, [1] * 5 + [5] * 5 + [6] * 5, strict=True):
        assert f">{count} <" in text


async def test_a_hundred_pages_and_sixteen_posters(site: Site, tmp_path: Path) -> None:
    """No page misses a posting. How late is judged by make live-proof, with the machine to itself:
    here other tests run beside it."""
    web, base = await asyncio.to_thread(live_proof.serve, site.database, tmp_path)
    try:
        found = await live_proof.prove(
            base, site.database.dsn, pages=100, posters=16, seconds=4, rate=3
        )
    finally:
        web.terminate()
        await asyncio.to_thread(web.wait, 10)
    assert found["postings"] > 50
    assert found["missed"] == 0
    assert found["median"] < live_proof.LATE_SECONDS, found


@pytest.mark.parametrize("path", ["/events", "/items.csv", "/items"])
async def test_a_browser_that_leaves_is_no_fault(
    site: Site, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    """It hangs up before it is answered, as one that is closed or led on: nothing is logged."""
    browser = await site.person("sue_staff")
    token = next(cookie.value for cookie in browser.http.cookie_jar)
    host, port = browser.base.removeprefix("http://").split(":")
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: session={token}\r\n\r\n"
    for pause in (0.0, 0.001, 0.002, 0.004, 0.008, 0.016):
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(request.encode())
        await writer.drain()
        await asyncio.sleep(pause)
        writer.transport.abort()
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.2)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
