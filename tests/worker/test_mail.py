"""A mail goes out once, whatever the mail server answers."""

import time

import pytest

from tests.worker import postbox as mailbox
from tests.worker.conftest import Shop, Workers, wait_for
from tests.worker.postbox import Postbox, drop_connection, refuse_everybody


def test_crossing_a_threshold_mails_the_person(
    shop: Shop, workers: Workers, postbox: Postbox
) -> None:
    workers.start()
    time.sleep(0.5)
    begun = time.monotonic()
    shop.issue(6)
    wait_for(lambda: shop.states() == ["sent"])
    assert time.monotonic() - begun < 5
    (message,) = postbox.received
    assert message["Subject"] == "Bolts <M6> is low at Main site: 4 pc left"
    assert message["To"] == "Ann Doe <ann@shop.example>"
    assert message["From"] == "Stockroom <stockroom@shop.example>"
    delivery = shop.deliveries()[0]["delivery_id"]
    assert message["Message-ID"] == f"<{delivery}@stockroom.invalid>"
    text = message.get_body(("plain",)).get_content()
    assert "On hand    4 pc" in text
    assert "(Europe/Berlin)" in text
    assert "https://stock.shop.example/items/A-1" in text
    html = message.get_body(("html",)).get_content()
    assert "Bolts &lt;M6&gt; is low" in html
    assert 'href="https://stock.shop.example/items/A-1"' in html


def test_a_job_that_runs_twice_mails_once(shop: Shop, workers: Workers, postbox: Postbox) -> None:
    workers.start()
    shop.issue(6)
    wait_for(lambda: shop.states() == ["sent"])
    delivery = shop.deliveries()[0]["delivery_id"]
    shop.enqueue("send_mail", f'{{"delivery": "{delivery}"}}')
    wait_for(lambda: not shop.jobs())
    assert len(postbox.received) == 1


def test_two_workers_share_many_mails(shop: Shop, workers: Workers, postbox: Postbox) -> None:
    for _ in range(2):
        workers.start()
    for _ in range(15):
        shop.issue(6)
        shop.receive(6)
    wait_for(lambda: shop.states() == ["sent"] * 15)
    assert len(postbox.received) == len(postbox.message_ids) == 15


def test_try_later_is_tried_later(shop: Shop, workers: Workers, postbox: Postbox) -> None:
    postbox.answers = ["451 busy", "421 gone for lunch"]
    workers.start()
    shop.issue(6)
    wait_for(lambda: shop.states() == ["sent"])
    assert postbox.tries == 3
    assert shop.deliveries()[0]["attempts"] == 3
    assert len(postbox.received) == 1


def test_a_refused_address_is_suppressed(shop: Shop, workers: Workers, postbox: Postbox) -> None:
    postbox.answers = ["550 no such person"]
    workers.start()
    shop.issue(6)
    wait_for(lambda: shop.states() == ["suppressed"])
    assert "550 no such person" in shop.deliveries()[0]["last_error"]
    wait_for(lambda: not shop.jobs())
    assert postbox.tries == 1


def test_a_lost_answer_repeats_the_same_message(
    shop: Shop, workers: Workers, postbox: Postbox
) -> None:
    postbox.at["DATA"] = drop_connection
    workers.start()
    shop.issue(6)
    wait_for(lambda: len(postbox.received) > 1)
    postbox.at.clear()
    wait_for(lambda: shop.states() == ["sent"])
    assert len(postbox.message_ids) == 1


def test_no_mail_server_is_no_loss(shop: Shop, workers: Workers, smtp_port: int) -> None:
    workers.start()
    shop.issue(6)
    wait_for(lambda: shop.deliveries()[0]["attempts"] >= 2)
    assert str(smtp_port) in shop.deliveries()[0]["last_error"]
    box = Postbox()
    server = mailbox.start(box, smtp_port)
    try:
        wait_for(lambda: shop.states() == ["sent"])
    finally:
        server.stop()
    assert len(box.received) == 1


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_wrong_password_pauses_the_channel_and_is_said(
    shop: Shop, workers: Workers, smtp_port: int
) -> None:
    box = Postbox()
    server = mailbox.start(
        box, smtp_port, authenticator=refuse_everybody, auth_require_tls=False, auth_required=True
    )
    workers.environment |= {"STOCKROOM_SMTP_USER": "shop", "STOCKROOM_SMTP_PASSWORD": "wrong"}
    try:
        workers.start()
        shop.issue(6)
        wait_for(lambda: "535" in shop.deliveries()[0]["last_error"])
        shop.receive(6)
        shop.issue(6)
        wait_for(lambda: all(job["attempts"] for job in shop.jobs()))
    finally:
        server.stop()
    first, second = shop.deliveries()
    # The second did not even try: each failed sign-in brings a locked account nearer.
    assert (first["attempts"], second["attempts"]) == (1, 0)
    assert "wrong" not in workers.log()
    assert "535" in shop.health()["mail"]["last_error"]


def test_a_right_taken_back_stops_the_mail(shop: Shop, workers: Workers, postbox: Postbox) -> None:
    shop.issue(6)
    shop.run("delete from auth.location_grants")
    workers.start()
    wait_for(lambda: shop.states() == ["suppressed"])
    assert not postbox.received
