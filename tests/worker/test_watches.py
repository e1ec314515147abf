"""A watched view from end to end: the real worker finds it filled and mails whoever watches it."""

import time

from ops.importing.connection import as_person
from tests.worker.conftest import Shop, Workers, wait_for
from tests.worker.postbox import Postbox

SAVE = """select api.create_saved_view(jsonb_build_object('name', 'Little <left>',
    'query', 'on_hand:<8')) ->> 'view'"""
# As five minutes later: what is due is looked at by the next job.
LATER = "update inventory.view_watches set checked_at = now() - interval '6 minutes'"


def look(shop: Shop) -> None:
    """A tick of the schedule, five minutes later; wait until its job is done."""
    shop.run(LATER)
    shop.enqueue("check_watches")
    wait_for(lambda: not [job for job in shop.jobs() if job["entrypoint"] == "check_watches"])


def test_a_mail_when_it_fills_and_again_after_it_was_empty(
    shop: Shop, workers: Workers, postbox: Postbox
) -> None:
    with as_person(shop.database.dsn(), shop.person) as db:
        view = db.execute(SAVE).fetchone()[0]
        db.execute("select api.watch_view(%s)", [view])
    workers.start()
    look(shop)
    assert shop.states() == []  # ten are there
    shop.issue(3)
    look(shop)
    wait_for(lambda: shop.states() == ["sent"])
    look(shop)
    (mail,) = postbox.received
    assert (mail["Subject"], mail["To"]) == ("Little <left>: 1 item", "Ann Doe <ann@shop.example>")
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "Bolts <M6>" in text
    assert "Bolts &lt;M6&gt;" in html
    for part in (text, html):
        assert f"https://stock.shop.example/saved_views/{view}" in part
    shop.receive(5)
    look(shop)
    shop.issue(5)
    look(shop)
    wait_for(lambda: shop.states() == ["sent", "sent"])
    assert len(postbox.message_ids) == 2
    with as_person(shop.database.dsn(), shop.person) as db:
        db.execute("select api.unwatch_view(%s)", [view])
    shop.receive(5)
    look(shop)
    shop.issue(5)
    look(shop)
    time.sleep(0.5)
    assert len(postbox.received) == 2
