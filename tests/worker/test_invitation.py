"""An invitation from end to end: asked for, mailed by a real worker, opened, accepted, used."""

import re
from pathlib import Path

import aiohttp

from ops.importing.connection import as_person
from tests.web.conftest import Browser, start
from tests.worker.conftest import Shop, Workers, wait_for
from tests.worker.postbox import Postbox

LINK = re.compile(r"https://stock\.shop\.example(/invitation/[A-Za-z0-9_-]+)")
PASSWORD = "kept by nobody else"


async def test_from_the_mail_to_the_first_page(
    shop: Shop, workers: Workers, postbox: Postbox, tmp_path: Path
) -> None:
    workers.start()
    name = f"ivy_{shop.database.name}"
    with as_person(shop.database.dsn(), shop.person) as db:
        db.execute(
            "select api.invite_user(person => %s, name => 'Ivy Lee', groups => array['staff'], "
            "email => 'ivy@shop.example', places => array['S1'])",
            (name,),
        )
    wait_for(lambda: shop.states() == ["sent"])
    (mail,) = postbox.received
    assert mail["To"] == "Ivy Lee <ivy@shop.example>"
    parts = [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]
    paths = {LINK.search(part)[1] for part in parts}
    assert len(paths) == 1
    (path,) = paths
    assert path.rsplit("/")[-1] not in workers.log()
    runner, site = await start(shop.database, tmp_path)
    jar = aiohttp.CookieJar(unsafe=True)
    try:
        async with aiohttp.ClientSession(cookie_jar=jar) as http:
            browser = Browser(http, site.base)
            assert "Ivy Lee" in (await browser.get(path)).text
            given = {"new": PASSWORD, "again": PASSWORD}
            accepted = await browser.post(path, given)
            assert (accepted.status, accepted.url) == (200, "/"), accepted.text
            assert "A-1" in (await browser.get("/items")).text
            assert (await browser.get(path)).status == 404, "once"
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
            answer = await Browser(http, site.base).sign_in(name, PASSWORD)
            assert answer.status == 303, answer.text
    finally:
        await runner.cleanup()
    [kept] = shop.run("select count(*) as n from auth.invitations where used_at is null")
    assert kept["n"] == 0
